import type { Group } from '../places/groups.ts';
import { inLanguages } from '../words/catalogue.ts';

type InstrumentWords = {
  list: string;
  listLead: string;
  description: (treaty: string, parties: string) => string;
  inForceSince: (day: string) => string;
  notInForce: string;
  facts: Record<
    'adopted' | 'opened' | 'depositary' | 'references' | 'body' | 'rule' | 'leaving' | 'parent',
    string
  >;
  tiles: string;
  tilesNote: string;
  skipTiles: string;
  groups: Record<Group, string>;
  curve: string;
  curveLabel: (treaty: string, parties: string) => string;
  urged: (state: string, day: string) => string;
  act: (state: string, act: string) => string;
  last: string;
  roster: string;
  column: Record<'state' | 'status' | 'signed' | 'consent' | 'inForce' | 'group', string>;
  counts: string;
  countsNote: string;
  counted: string;
  parties: string;
  signatories: string;
  printed: (day: string) => string;
  computed: (day: string) => string;
  differ: string;
  noDay: string;
};

export const instrumentWords = inLanguages<InstrumentWords>({
  en: {
    list: 'Treaties on record',
    listLead: 'Each with the States for which it is in force, as far as they have been looked at.',
    description: (treaty, parties) =>
      `${treaty}: ${parties} parties; every State as a tile, and the number of parties over time.`,
    inForceSince: (day) => `In force since ${day}`,
    notInForce: 'Not in force',
    facts: {
      adopted: 'Adopted',
      opened: 'Opened for signature',
      depositary: 'Depositary',
      references: 'References',
      body: 'Monitoring body',
      rule: 'For a State that joins',
      leaving: 'Leaving',
      parent: 'Belongs to',
    },
    tiles: 'Every State',
    tilesNote:
      'One tile a State, by regional group of the United Nations. Follow a tile for the acts behind it.',
    skipTiles: 'Skip the tiles, go on to the table',
    groups: {
      african: 'African States',
      'asia-pacific': 'Asia-Pacific States',
      'eastern-european': 'Eastern European States',
      grulac: 'Latin American and Caribbean States',
      weog: 'Western European and other States',
      none: 'Other participants',
    },
    curve: 'Parties over time',
    curveLabel: (treaty, parties) =>
      `States for which the ${treaty} was in force, year by year; ${parties} now`,
    urged: (state, day) => `${state} urged, ${day}`,
    act: (state, act) => `${state}: ${act}`,
    last: 'Who consented last',
    roster: 'The roster',
    column: {
      state: 'State',
      status: 'Status',
      signed: 'Signed',
      consent: 'Consent',
      inForce: 'In force for it',
      group: 'Group',
    },
    counts: 'Counts, side by side',
    countsNote:
      'Depositaries count whoever has consented, in force or not; “party” on these pages means in force.',
    counted: 'Who counts',
    parties: 'Parties',
    signatories: 'Signatories',
    printed: (day) => `Printed, as at ${day}`,
    computed: (day) => `Computed from this record, ${day}`,
    differ: 'The printed and the computed counts differ.',
    noDay: 'no day given',
  },
  zh: {
    list: '记录中的条约',
    listLead: '列出每项条约及已查阅范围内条约对其生效的国家。',
    description: (treaty, parties) => `${treaty}：${parties}个缔约国；逐国以方格显示，并附缔约国数目的变化。`,
    inForceSince: (day) => `自${day}起生效`,
    notInForce: '尚未生效',
    facts: {
      adopted: '通过',
      opened: '开放供签署',
      depositary: '保管机关',
      references: '编号',
      body: '监测机构',
      rule: '对其后同意受约束的国家',
      leaving: '退出',
      parent: '所属条约',
    },
    tiles: '所有国家',
    tilesNote: '每国一格，按联合国区域组排列。点击方格可查看相关行为。',
    skipTiles: '跳过方格，前往表格',
    groups: {
      african: '非洲国家',
      'asia-pacific': '亚洲及太平洋国家',
      'eastern-european': '东欧国家',
      grulac: '拉丁美洲和加勒比国家',
      weog: '西欧和其他国家',
      none: '其他参加方',
    },
    curve: '缔约国数目的变化',
    curveLabel: (treaty, parties) => `《${treaty}》历年对其生效的国家数目；现为${parties}个`,
    urged: (state, day) => `${state}被敦促，${day}`,
    act: (state, act) => `${state}：${act}`,
    last: '最近同意受约束的国家',
    roster: '名单',
    column: {
      state: '国家',
      status: '状态',
      signed: '签署',
      consent: '同意受约束',
      inForce: '对其生效',
      group: '区域组',
    },
    counts: '数目对照',
    countsNote:
      '保管机关将所有已同意受约束者计入，不论条约是否已对其生效；本站所称“缔约国”指条约已对其生效的国家。',
    counted: '统计来源',
    parties: '缔约国',
    signatories: '签署国',
    printed: (day) => `文件所载，截至${day}`,
    computed: (day) => `据本站记录计算，${day}`,
    differ: '文件所载数目与计算所得数目不同。',
    noDay: '未注明日期',
  },
  fr: {
    list: 'Traités enregistrés',
    listLead:
      'Chacun avec les États à l’égard desquels il est en vigueur, dans la mesure de ce qui a été consulté.',
    description: (treaty, parties) =>
      `${treaty} : ${parties} parties ; chaque État en une case, et le nombre de parties au fil du temps.`,
    inForceSince: (day) => `En vigueur depuis le ${day}`,
    notInForce: 'Pas en vigueur',
    facts: {
      adopted: 'Adopté',
      opened: 'Ouvert à la signature',
      depositary: 'Dépositaire',
      references: 'Références',
      body: 'Organe de surveillance',
      rule: 'Pour un État qui le rejoint',
      leaving: 'Retrait',
      parent: 'Se rattache à',
    },
    tiles: 'Tous les États',
    tilesNote:
      'Une case par État, par groupe régional des Nations Unies. Chaque case mène aux actes correspondants.',
    skipTiles: 'Passer les cases et aller au tableau',
    groups: {
      african: 'États d’Afrique',
      'asia-pacific': 'États d’Asie et du Pacifique',
      'eastern-european': 'États d’Europe orientale',
      grulac: 'États d’Amérique latine et des Caraïbes',
      weog: 'États d’Europe occidentale et autres États',
      none: 'Autres participants',
    },
    curve: 'Nombre de parties au fil du temps',
    curveLabel: (treaty, parties) =>
      `États à l’égard desquels le traité (${treaty}) était en vigueur, année par année ; ${parties} aujourd’hui`,
    urged: (state, day) => `${state}, appel du ${day}`,
    act: (state, act) => `${state} : ${act}`,
    last: 'Derniers États à avoir consenti',
    roster: 'La liste',
    column: {
      state: 'État',
      status: 'Statut',
      signed: 'Signature',
      consent: 'Consentement',
      inForce: 'En vigueur à son égard',
      group: 'Groupe',
    },
    counts: 'Les décomptes, côte à côte',
    countsNote:
      'Les dépositaires comptent tous ceux qui ont consenti, que le traité soit ou non en vigueur à leur égard ; ici, « partie » suppose l’entrée en vigueur.',
    counted: 'Qui compte',
    parties: 'Parties',
    signatories: 'Signataires',
    printed: (day) => `Selon le document, au ${day}`,
    computed: (day) => `Calculé à partir de ces données, ${day}`,
    differ: 'Le décompte du document et le décompte calculé diffèrent.',
    noDay: 'sans date',
  },
});
