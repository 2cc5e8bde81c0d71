import { inLanguages } from './catalogue.ts';

/** Who wrote a document, by office: the record has authors in English, as `name, office`. */
const offices: Record<string, Record<'en' | 'zh' | 'fr', (name: string) => string>> = {
  'United Nations High Commissioner for Human Rights': {
    en: (name) => `the United Nations High Commissioner for Human Rights, ${name},`,
    zh: (name) => `联合国人权事务高级专员 ${name} `,
    fr: (name) => `le Haut-Commissariat des Nations Unies aux droits de l’homme, par la voix de ${name},`,
  },
};

type AuthorIn = (author: string) => string;

const authorIn =
  (language: 'en' | 'zh' | 'fr'): AuthorIn =>
  (author) => {
    const [name = '', ...office] = author.split(', ');
    return offices[office.join(', ')]?.[language](name) ?? author;
  };

export const officeWords = inLanguages<{ author: AuthorIn }>({
  en: { author: authorIn('en') },
  zh: { author: authorIn('zh') },
  fr: { author: authorIn('fr') },
});
