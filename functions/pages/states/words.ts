import { inLanguages } from '../words/catalogue.ts';

export const stateWords = inLanguages({
  en: {
    list: 'States and other participants',
    listLead: (states: string, treaties: string) =>
      `${states} participants under ${treaties} treaties on record. A number counts the treaties for which the State has that status.`,
    state: 'State',
    title: (state: string) => `${state} under every treaty on record`,
    description: (state: string, parties: string, treaties: string) =>
      `${state} is a party to ${parties} of ${treaties} treaties on record.`,
    all: 'Every treaty',
    documents: 'Documents that call upon it',
    compare: 'Compare with others',
    notLooked: (count: string) =>
      `For ${count} of these treaties no source about this State has been read; “no action” there means that nothing is on record, not that nothing was done.`,
    groups: 'Regional groups',
  },
  zh: {
    list: '国家及其他参加方',
    listLead: (states: string, treaties: string) =>
      `共${states}个参加方、${treaties}项条约。数字表示该国处于该状态的条约数目。`,
    state: '国家',
    title: (state: string) => `${state}：记录中的全部条约`,
    description: (state: string, parties: string, treaties: string) =>
      `在记录中的${treaties}项条约里，${state}是${parties}项的缔约国。`,
    all: '全部条约',
    documents: '敦促该国的文件',
    compare: '与其他国家比较',
    notLooked: (count: string) =>
      `其中${count}项条约尚未查阅过关于该国的来源；此处的“未采取行动”只表示没有记录，并不表示该国未采取行动。`,
    groups: '区域组',
  },
  fr: {
    list: 'États et autres participants',
    listLead: (states: string, treaties: string) =>
      `${states} participants et ${treaties} traités enregistrés. Chaque nombre compte les traités pour lesquels l’État a ce statut.`,
    state: 'État',
    title: (state: string) => `${state} : tous les traités enregistrés`,
    description: (state: string, parties: string, treaties: string) =>
      `${state} : partie à ${parties} des ${treaties} traités enregistrés.`,
    all: 'Tous les traités',
    documents: 'Documents qui s’adressent à cet État',
    compare: 'Comparer avec d’autres',
    notLooked: (count: string) =>
      `Pour ${count} de ces traités, aucune source concernant cet État n’a été lue ; « aucun acte » y signifie que rien n’est enregistré, non que rien n’a été fait.`,
    groups: 'Groupes régionaux',
  },
});
