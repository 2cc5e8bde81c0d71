import { inLanguages } from './catalogue.ts';

export const boardWords = inLanguages({
  en: {
    title: (state: string) => `${state} and the treaties it was urged to ratify`,
    letter: (on: string, by: string, state: string, named: string) =>
      `On ${on}, ${by} urged ${state} to ratify ${named} named treaties, and every other human rights treaty to which it was not yet a party.`,
    readLetter: 'What the document asks, line by line',
    of: (heeded: string, total: string) => `${heeded} of ${total}`,
    score: (state: string, asOf: string) =>
      `named treaties that ${state} has since consented to be bound by, as of ${asOf}`,
    elapsed: { years: 'years', months: 'months' },
    since: (span: string) => `${span} since the document`,
    named: 'Named in the document',
    implied: 'Not named, within its open class',
    impliedScore: (heeded: string, total: string) => `${heeded} of ${total} of these since.`,
    others: 'Other treaties on record',
    column: {
      treaty: 'Treaty',
      status: 'Status',
      since: 'Since',
      next: 'Open to it next',
      evidence: 'Evidence through',
    },
    once: {
      party: (to: string) => `once party to ${to}`,
      signatory: (to: string) => `once signatory of ${to}`,
    },
    afterSigning: 'after signing',
    onceThen: (act: string, waits: string) => `${act} (${waits})`,
    nextIs: (acts: string) => `Next: ${acts}`,
    or: ' or ',
    todayIs: (status: string) => `today: ${status}`,
    nothingOpen: 'nothing',
    filter: 'Filter',
    status: 'Status',
    depositary: 'Depositary',
    called: 'Called for',
    calledNamed: 'Named',
    calledImplied: 'Implied',
    calledNot: 'Not called for',
    noneMatch: 'No treaty on record fits these filters.',
    showAll: 'Show all',
    differs: (count: number) =>
      count === 0
        ? 'Nothing differed from today.'
        : count === 1
          ? 'One status differed from today; it is marked.'
          : `${count} statuses differed from today; they are marked.`,
    fresh: (oldest: string, newest: string) =>
      `The evidence for the named treaties reaches to days between ${oldest} and ${newest}; what happened after that is not known here.`,
    actsSince: 'Acts since the document',
    noActs: 'None is on record.',
    pictureOf: (heeded: string) => `The time since the document, with the acts that heeded it: ${heeded}`,
    inTerritory: (place: string) => place,
  },
  zh: {
    title: (state: string) => `${state}与被敦促批准的条约`,
    letter: (on: string, by: string, state: string, named: string) =>
      `${on}，${by}敦促${state}批准${named}项具名条约，以及其尚未成为缔约国的所有其他人权条约。`,
    readLetter: '逐条查看文件的要求',
    of: (heeded: string, total: string) => `${heeded} / ${total}`,
    score: (state: string, asOf: string) => `截至${asOf}，${state}此后已同意受其约束的具名条约`,
    elapsed: { years: '年', months: '个月' },
    since: (span: string) => `文件发出以来${span}`,
    named: '文件具名要求',
    implied: '未具名，但属于文件所指的开放类别',
    impliedScore: (heeded: string, total: string) => `其中${total}项里有${heeded}项此后获得同意。`,
    others: '记录中的其他条约',
    column: {
      treaty: '条约',
      status: '状态',
      since: '起始日期',
      next: '下一步可采取的行为',
      evidence: '证据截至',
    },
    once: { party: (to: string) => `须先成为 ${to} 的缔约国`, signatory: (to: string) => `须先签署 ${to}` },
    afterSigning: '须先签署',
    onceThen: (act: string, waits: string) => `${act}（${waits}）`,
    nextIs: (acts: string) => `下一步：${acts}`,
    or: '或',
    todayIs: (status: string) => `今天：${status}`,
    nothingOpen: '无',
    filter: '筛选',
    status: '状态',
    depositary: '保管机关',
    called: '敦促方式',
    calledNamed: '具名',
    calledImplied: '隐含',
    calledNot: '未被敦促',
    noneMatch: '没有符合这些条件的条约。',
    showAll: '显示全部',
    differs: (count: number) => (count === 0 ? '与今天没有差异。' : `有${count}项状态与今天不同，已作标记。`),
    fresh: (oldest: string, newest: string) =>
      `各具名条约的证据截止日介于${oldest}与${newest}之间；此后的情况本站不掌握。`,
    actsSince: '文件发出以来的行为',
    noActs: '没有记录。',
    pictureOf: (heeded: string) => `文件发出以来的时间线及响应文件的行为：${heeded}`,
    inTerritory: (place: string) => place,
  },
  fr: {
    title: (state: string) => `${state} : les traités visés par l’appel à ratifier`,
    letter: (on: string, by: string, state: string, named: string) =>
      `Le ${on}, ${by} a engagé l’État (${state}) à ratifier ${named} traités nommément désignés, ainsi que tous les autres traités relatifs aux droits de l’homme auxquels il n’était pas encore partie.`,
    readLetter: 'Ce que demande le document, ligne par ligne',
    of: (heeded: string, total: string) => `${heeded} sur ${total}`,
    score: (state: string, asOf: string) =>
      `traités désignés auxquels cet État (${state}) a depuis consenti à être lié, à la date du ${asOf}`,
    elapsed: { years: 'ans', months: 'mois' },
    since: (span: string) => `${span} depuis le document`,
    named: 'Désignés dans le document',
    implied: 'Non désignés, mais relevant de la catégorie ouverte',
    impliedScore: (heeded: string, total: string) => `${heeded} sur ${total} depuis lors.`,
    others: 'Autres traités enregistrés',
    column: {
      treaty: 'Traité',
      status: 'Statut',
      since: 'Depuis',
      next: 'Prochain acte possible',
      evidence: 'Preuves jusqu’au',
    },
    once: {
      party: (to: string) => `une fois partie à ${to}`,
      signatory: (to: string) => `une fois signataire de ${to}`,
    },
    afterSigning: 'après signature',
    onceThen: (act: string, waits: string) => `${act} (${waits})`,
    nextIs: (acts: string) => `Ensuite : ${acts}`,
    or: ' ou ',
    todayIs: (status: string) => `aujourd’hui : ${status}`,
    nothingOpen: 'aucun',
    filter: 'Filtrer',
    status: 'Statut',
    depositary: 'Dépositaire',
    called: 'Appel',
    calledNamed: 'Désigné',
    calledImplied: 'Implicite',
    calledNot: 'Non visé',
    noneMatch: 'Aucun traité enregistré ne répond à ces critères.',
    showAll: 'Tout afficher',
    differs: (count: number) =>
      count === 0
        ? 'Rien ne différait d’aujourd’hui.'
        : count === 1
          ? 'Un statut différait d’aujourd’hui ; il est signalé.'
          : `${count} statuts différaient d’aujourd’hui ; ils sont signalés.`,
    fresh: (oldest: string, newest: string) =>
      `Pour les traités désignés, les preuves vont jusqu’à des dates comprises entre le ${oldest} et le ${newest} ; la suite n’est pas connue ici.`,
    actsSince: 'Actes postérieurs au document',
    noActs: 'Aucun n’est enregistré.',
    pictureOf: (heeded: string) =>
      `Le temps écoulé depuis le document et les actes qui y ont répondu : ${heeded}`,
    inTerritory: (place: string) => place,
  },
});
