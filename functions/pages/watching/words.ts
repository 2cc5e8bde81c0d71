import type { Difference } from '../../core/depositary/comparing/difference.ts';
import { inLanguages } from '../words/catalogue.ts';

type WatchWords = {
  watch: string;
  watchLead: string;
  document: string;
  speaksFor: string;
  read: string;
  listed: (rows: string) => string;
  printed: (parties: string, signatories: string) => string;
  never: string;
  neverLead: string;
  proposals: string;
  proposalsLead: string;
  noProposals: string;
  observed: (day: string) => string;
  types: Record<Difference['type'], string>;
};

/** What was read of depositaries' documents, and what was seen there that is not on record. */
export const watchWords = inLanguages<WatchWords>({
  en: {
    watch: 'What was read when',
    watchLead:
      'The depositaries’ own documents, each with the day that it speaks for. Up to that day the record says what the document says.',
    document: 'Document',
    speaksFor: 'Speaks for',
    read: 'Read on',
    listed: (rows) => `${rows} participants listed`,
    printed: (parties, signatories) => `prints ${parties} parties, ${signatories} signatories`,
    never: 'Not read whole yet',
    neverLead: 'For these treaties the record rests on the sources of single acts.',
    proposals: 'Observed, not confirmed',
    proposalsLead:
      'Differences between a depositary’s document and this record that nobody has decided on yet. They are not part of the record.',
    noProposals: 'Nothing is waiting to be decided.',
    observed: (day) => `observed on ${day}`,
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
    watchLead: '保存机关自己的文件及其所示日期。截至该日，本站记录与文件一致。',
    document: '文件',
    speaksFor: '所示日期',
    read: '查阅日期',
    listed: (rows) => `列有${rows}个参加方`,
    printed: (parties, signatories) => `文件所载：缔约国${parties}个，签署国${signatories}个`,
    never: '尚未完整查阅',
    neverLead: '对于这些条约，记录依据的是各单项行为的来源。',
    proposals: '已观察到、未确认',
    proposalsLead: '保存机关文件与本站记录之间尚无人作出决定的差异。它们不属于记录。',
    noProposals: '没有待决定的事项。',
    observed: (day) => `观察于${day}`,
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
    read: 'Lu le',
    listed: (rows) => `${rows} participants y figurent`,
    printed: (parties, signatories) => `indique ${parties} parties et ${signatories} signataires`,
    never: 'Pas encore lus en entier',
    neverLead: 'Pour ces traités, les données reposent sur les sources de chaque acte.',
    proposals: 'Observé, non confirmé',
    proposalsLead:
      'Différences entre le document d’un dépositaire et ces données, sur lesquelles personne ne s’est encore prononcé. Elles ne font pas partie des données.',
    noProposals: 'Rien n’attend de décision.',
    observed: (day) => `observé le ${day}`,
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
