import { inLanguages } from '../words/catalogue.ts';

export const searchWords = inLanguages({
  en: {
    title: 'Search',
    lead: 'Any name, abbreviation or number of a treaty, any State, any document.',
    found: (count: string, text: string) => `${count} found for “${text}”`,
    nothing: (text: string) => `Nothing on record is called “${text}”.`,
    treaties: 'Treaties',
    states: 'States',
    documents: 'Documents',
  },
  zh: {
    title: '搜索',
    lead: '可输入条约的名称、简称或编号，任何国家或文件。',
    found: (count: string, text: string) => `“${text}”的搜索结果：${count}项`,
    nothing: (text: string) => `记录中没有名为“${text}”的内容。`,
    treaties: '条约',
    states: '国家',
    documents: '文件',
  },
  fr: {
    title: 'Recherche',
    lead: 'Le nom, le sigle ou le numéro d’un traité, un État, un document.',
    found: (count: string, text: string) => `Résultats pour « ${text} » : ${count}`,
    nothing: (text: string) => `Rien d’enregistré ne porte le nom « ${text} ».`,
    treaties: 'Traités',
    states: 'États',
    documents: 'Documents',
  },
});
