import type { Difference } from '../../core/depositary/comparing/difference.ts';
import { inLanguages } from '../words/catalogue.ts';

type WatchWords = {
  watch: string;
  watchLead: string;
  document: string;
  speaksFor: string;
  noFailures: string;
  failing: string;
  failingLead: string;
  failingSince: string;
  why: string;
  next: string;
  lastLook: string;
  byProgram: string;
  byProgramLead: string;
  byPerson: string;
  byPersonLead: string;
  notYet: string;
  notWatched: string;
  whenSomebodyDoes: string;
  singleActs: string;
  whereToLook: string;
  and: string;
  failure: {
    refused: (status: string) => string;
    gone: (status: string) => string;
    answers: (status: string) => string;
    silent: (seconds: string) => string;
    robots: string;
    moved: string;
    layout: string;
    other: string;
  };
  listed: (rows: string) => string;
  printed: (parties: string, signatories: string) => string;
  proposals: string;
  proposalsLead: string;
  noProposals: string;
  observed: (day: string) => string;
  documentSays: string;
  recordSays: string;
  nothing: string;
  notCounted: string;
  types: Record<Difference['type'], string>;
};

export const watchWords = inLanguages<WatchWords>({
  en: {
    watch: 'What was read when',
    watchLead:
      'The depositaries’ own documents, each with the day that it speaks for. Up to that day the record says what the document says.',
    document: 'Document',
    speaksFor: 'Speaks for',
    noFailures: 'No look is failing now.',
    failing: 'Looks that fail',
    failingLead:
      'These documents could not be read when they were last looked at. What is on record of them reaches no further than the day in the last column.',
    failingSince: 'Failing since',
    why: 'Why',
    next: 'Next look',
    lastLook: 'Last looked at',
    byProgram: 'Documents that this service reads by itself',
    byProgramLead: 'Where it is turned on, each is looked at about once a day.',
    byPerson: 'Treaties that a person looks after',
    byPersonLead:
      'No document of these is read by a program. What is on record speaks for the day that each source speaks for, and for no later one.',
    notYet: 'not yet',
    notWatched: 'watching is not turned on here',
    whenSomebodyDoes: 'when somebody does',
    singleActs: 'The record rests on the sources of single acts.',
    whereToLook: 'Where to look',
    and: '; ',
    failure: {
      refused: (status) => `The depositary’s server answered ${status} and asked to be left alone for now.`,
      gone: (status) => `There is no document at its address any more (answer ${status}).`,
      answers: (status) => `The depositary’s server answered with error ${status}.`,
      silent: (seconds) => `The depositary’s server did not answer within ${seconds} seconds.`,
      robots: 'The depositary asks programs not to fetch it (robots.txt).',
      moved: 'The address leads elsewhere, and that is not followed.',
      layout: 'The document came, laid out in a way that the program does not know.',
      other: 'It could not be read.',
    },
    listed: (rows) => `${rows} participants listed`,
    printed: (parties, signatories) => `prints ${parties} parties, ${signatories} signatories`,
    proposals: 'Observed, not confirmed',
    proposalsLead:
      'Differences between a depositary’s document and this record that nobody has decided on yet. They are not part of the record.',
    noProposals: 'Nothing is waiting to be decided.',
    observed: (day) => `observed on ${day}`,
    documentSays: 'The document says',
    recordSays: 'The record says',
    nothing: 'nothing of it',
    notCounted: ', no longer counted',
    types: {
      'new-act': 'New act',
      'older-act': 'Older act',
      'act-withdrawn': 'Act withdrawn',
      'act-restored': 'Act restored',
      'date-changed': 'Another day',
      'act-gone': 'Act gone',
      'row-gone': 'Row gone',
      'participant-unknown': 'Participant not known',
      'counts-differ': 'Counts differ',
      'leaving-noted': 'A note tells of leaving',
    },
  },
  zh: {
    watch: '查阅记录',
    watchLead: '保管机关自己的文件及其所示日期。截至该日，本站记录与文件一致。',
    document: '文件',
    speaksFor: '所示日期',
    noFailures: '目前没有查阅失败的文件。',
    failing: '查阅失败的文件',
    failingLead: '以下文件最近一次查阅未能成功。本站关于这些条约的记录仅截至最后一列所示日期。',
    failingSince: '失败始于',
    why: '原因',
    next: '下次查阅',
    lastLook: '最近查阅',
    byProgram: '由本服务自动查阅的文件',
    byProgramLead: '启用自动查阅时，每份文件大约每天查阅一次。',
    byPerson: '由人工查阅的条约',
    byPersonLead: '这些条约没有由程序查阅的文件。记录仅反映各来源所示日期的情况，不涉及此后的日期。',
    notYet: '尚未查阅',
    notWatched: '此处未启用自动查阅',
    whenSomebodyDoes: '由人工决定',
    singleActs: '记录依据的是各单项行为的来源。',
    whereToLook: '查阅地址',
    and: '；',
    failure: {
      refused: (status) => `保管机关的服务器返回 ${status}，要求暂时不再访问。`,
      gone: (status) => `该地址已没有文件（返回 ${status}）。`,
      answers: (status) => `保管机关的服务器返回错误 ${status}。`,
      silent: (seconds) => `保管机关的服务器在 ${seconds} 秒内没有回应。`,
      robots: '保管机关要求程序不要抓取该文件（robots.txt）。',
      moved: '该地址指向别处，本服务不予跟随。',
      layout: '文件已取得，但其版式是程序所不认识的。',
      other: '未能查阅。',
    },
    listed: (rows) => `列有${rows}个参加方`,
    printed: (parties, signatories) => `文件所载：缔约国${parties}个，签署国${signatories}个`,
    proposals: '已观察到、未确认',
    proposalsLead: '保管机关文件与本站记录之间尚无人作出决定的差异。它们不属于记录。',
    noProposals: '没有待决定的事项。',
    observed: (day) => `观察于${day}`,
    documentSays: '文件所载',
    recordSays: '本站记录',
    nothing: '无',
    notCounted: '（已不计入）',
    types: {
      'new-act': '新行为',
      'older-act': '较早的行为',
      'act-withdrawn': '行为被撤回',
      'act-restored': '行为恢复',
      'date-changed': '日期不同',
      'act-gone': '行为消失',
      'row-gone': '整行消失',
      'participant-unknown': '参加方不明',
      'counts-differ': '数目不同',
      'leaving-noted': '注释提及退出',
    },
  },
  fr: {
    watch: 'Ce qui a été lu et quand',
    watchLead:
      'Les documents des dépositaires eux-mêmes, chacun avec la date pour laquelle il vaut. Jusqu’à cette date, les données disent ce que dit le document.',
    document: 'Document',
    speaksFor: 'Vaut pour le',
    noFailures: 'Aucune lecture n’est actuellement en échec.',
    failing: 'Lectures en échec',
    failingLead:
      'Ces documents n’ont pas pu être lus lors de la dernière tentative. À leur sujet, les données ne vont pas au-delà de la date indiquée dans la dernière colonne.',
    failingSince: 'En échec depuis',
    why: 'Motif',
    next: 'Prochaine lecture',
    lastLook: 'Dernière lecture',
    byProgram: 'Documents que ce service lit lui-même',
    byProgramLead:
      'Lorsque la lecture automatique est activée, chacun est consulté environ une fois par jour.',
    byPerson: 'Traités suivis par une personne',
    byPersonLead:
      'Aucun document les concernant n’est lu par un programme. Les données valent pour la date de chaque source, et pour aucune date ultérieure.',
    notYet: 'pas encore',
    notWatched: 'lecture automatique non activée ici',
    whenSomebodyDoes: 'quand une personne le fait',
    singleActs: 'Les données reposent sur les sources de chaque acte.',
    whereToLook: 'Où consulter',
    and: ' ; ',
    failure: {
      refused: (status) =>
        `Le serveur du dépositaire a répondu ${status} et demande de ne pas être sollicité pour l’instant.`,
      gone: (status) => `Il n’y a plus de document à cette adresse (réponse ${status}).`,
      answers: (status) => `Le serveur du dépositaire a répondu par l’erreur ${status}.`,
      silent: (seconds) => `Le serveur du dépositaire n’a pas répondu en ${seconds} secondes.`,
      robots: 'Le dépositaire demande aux programmes de ne pas le consulter (robots.txt).',
      moved: 'L’adresse renvoie ailleurs, ce qui n’est pas suivi.',
      layout: 'Le document est arrivé sous une présentation que le programme ne connaît pas.',
      other: 'Il n’a pas pu être lu.',
    },
    listed: (rows) => `${rows} participants y figurent`,
    printed: (parties, signatories) => `indique ${parties} parties et ${signatories} signataires`,
    proposals: 'Observé, non confirmé',
    proposalsLead:
      'Différences entre le document d’un dépositaire et ces données, sur lesquelles personne ne s’est encore prononcé. Elles ne font pas partie des données.',
    noProposals: 'Rien n’attend de décision.',
    observed: (day) => `observé le ${day}`,
    documentSays: 'Selon le document',
    recordSays: 'Selon ces données',
    nothing: 'rien',
    notCounted: ', qui ne compte plus',
    types: {
      'new-act': 'Nouvel acte',
      'older-act': 'Acte plus ancien',
      'act-withdrawn': 'Acte retiré',
      'act-restored': 'Acte rétabli',
      'date-changed': 'Autre date',
      'act-gone': 'Acte disparu',
      'row-gone': 'Ligne disparue',
      'participant-unknown': 'Participant inconnu',
      'counts-differ': 'Décomptes différents',
      'leaving-noted': 'Une note fait état d’un retrait',
    },
  },
});
