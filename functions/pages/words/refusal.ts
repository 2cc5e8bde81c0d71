import { inLanguages } from './catalogue.ts';

/** What a reader is told whose page does not exist. */
export const refusalWords = inLanguages({
  en: {
    state: {
      title: 'No such State',
      text: (given: string) =>
        `There is no State or participant with the code ${given} on record. Codes are those of ISO 3166-1, such as CHN or FRA.`,
    },
    territory: {
      title: 'No State of its own',
      text: (given: string) =>
        `${given} is the code of a territory: what applies there is on the pages of its State, to which the search leads.`,
    },
    instrument: {
      title: 'No such treaty',
      text: (given: string) => `There is no treaty ${given} on record.`,
    },
    source: {
      title: 'No such document',
      text: (given: string) => `There is no document ${given} on record.`,
    },
    day: {
      title: 'Not a day',
      text: (given: string) =>
        `“${given}” is not a day that can be asked about. Days are written as 2022-08-12, from 1800 to 2200.`,
    },
    order: {
      title: 'Days the wrong way round',
      text: (given: string) => `${given}: the first day is after the last.`,
    },
    many: {
      title: 'Too many States',
      text: (given: string) => `At most ${given} States can be set side by side.`,
    },
    page: { title: 'Nothing here', text: () => 'There is no page at this address.' },
    value: { title: 'Not on record', text: (given: string) => `“${given}” is not on record.` },
    broken: {
      title: 'Something broke',
      text: () => 'Something broke on our side. It has been noted; please try again in a moment.',
    },
    busy: {
      title: 'Too much at once',
      text: () => 'So much is asked just now that this page has to wait; please try again in a moment.',
    },
    begin: 'Where to go on',
    find: 'Search the record',
  },
  zh: {
    state: {
      title: '没有该国',
      text: (given: string) =>
        `记录中没有代码为 ${given} 的国家或参加方。代码采用 ISO 3166-1，例如 CHN 或 FRA。`,
    },
    territory: {
      title: '不单列为国家',
      text: (given: string) => `${given} 是某一领土的代码：适用情况见其所属国家的页面，可经搜索前往。`,
    },
    instrument: { title: '没有该条约', text: (given: string) => `记录中没有条约 ${given}。` },
    source: { title: '没有该文件', text: (given: string) => `记录中没有文件 ${given}。` },
    day: {
      title: '日期无效',
      text: (given: string) =>
        `“${given}”不是可以查询的日期。日期格式为 2022-08-12，范围为 1800 年至 2200 年。`,
    },
    order: { title: '日期先后颠倒', text: (given: string) => `${given}：起始日期晚于截止日期。` },
    many: { title: '国家过多', text: (given: string) => `最多可并列比较${given}个国家。` },
    page: { title: '页面不存在', text: () => '该地址没有页面。' },
    value: { title: '无此记录', text: (given: string) => `记录中没有“${given}”。` },
    broken: { title: '出现故障', text: () => '本站出现故障，已作记录；请稍后再试。' },
    busy: { title: '请求过多', text: () => '目前请求过多，此页须稍候；请稍后再试。' },
    begin: '可以从这里继续',
    find: '搜索记录',
  },
  fr: {
    state: {
      title: 'État inconnu',
      text: (given: string) =>
        `Aucun État ou participant n’est enregistré sous le code ${given}. Les codes sont ceux de la norme ISO 3166-1, par exemple CHN ou FRA.`,
    },
    territory: {
      title: 'Pas d’État à part',
      text: (given: string) =>
        `${given} est le code d’un territoire. Ce qui s’y applique figure sur les pages de son État, où mène la recherche.`,
    },
    instrument: {
      title: 'Traité inconnu',
      text: (given: string) => `Aucun traité n’est enregistré sous ${given}.`,
    },
    source: {
      title: 'Document inconnu',
      text: (given: string) => `Aucun document n’est enregistré sous ${given}.`,
    },
    day: {
      title: 'Date non valable',
      text: (given: string) =>
        `« ${given} » n’est pas une date que l’on puisse demander. Les dates s’écrivent 2022-08-12, de 1800 à 2200.`,
    },
    order: {
      title: 'Dates inversées',
      text: (given: string) => `${given} : la première date est postérieure à la dernière.`,
    },
    many: {
      title: 'Trop d’États',
      text: (given: string) => `On peut comparer ${given} États au plus.`,
    },
    page: { title: 'Rien à cette adresse', text: () => 'Il n’y a pas de page à cette adresse.' },
    value: { title: 'Non enregistré', text: (given: string) => `« ${given} » n’est pas enregistré.` },
    broken: {
      title: 'Une erreur s’est produite',
      text: () =>
        'Une erreur s’est produite de notre côté. Elle a été notée ; veuillez réessayer dans un instant.',
    },
    busy: {
      title: 'Trop de demandes',
      text: () =>
        'Les demandes sont si nombreuses en ce moment que cette page doit attendre. Veuillez réessayer dans un instant.',
    },
    begin: 'Pour continuer',
    find: 'Rechercher dans les données',
  },
});
