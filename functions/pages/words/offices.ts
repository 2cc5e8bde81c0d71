import { inLanguages } from './catalogue.ts';

/** High Commissioners whose office French says in the feminine. */
const women: ReadonlySet<string> = new Set([
  'Mary Robinson',
  'Louise Arbour',
  'Navanethem Pillay',
  'Michelle Bachelet',
]);

/** Authors of documents by office, because the record has them in English as `name, office`. */
const offices: Record<string, Record<'en' | 'zh' | 'fr', (name: string) => string>> = {
  'United Nations High Commissioner for Human Rights': {
    en: (name) => `the United Nations High Commissioner for Human Rights, ${name},`,
    zh: (name) => `联合国人权事务高级专员 ${name} `,
    fr: (name) =>
      `${women.has(name) ? 'la Haute-Commissaire' : 'le Haut-Commissaire'} des Nations Unies aux droits de l’homme, ${name},`,
  },
};

type AuthorIn = (author: string) => string;

const authorIn =
  (language: 'en' | 'zh' | 'fr'): AuthorIn =>
  (author) => {
    const [name = '', ...office] = author.split(', ');
    return offices[office.join(', ')]?.[language](name) ?? author;
  };

type OfficeWords = {
  author: AuthorIn;
  /** The depositaries' offices, by their English names. */
  depositaries: Readonly<Record<string, string>>;
};

export const officeWords = inLanguages<OfficeWords>({
  en: {
    author: authorIn('en'),
    depositaries: {
      'Secretary-General of the United Nations': 'Secretary-General of the United Nations',
      'Director-General of the International Labour Office':
        'Director-General of the International Labour Office',
      'Director-General of UNESCO': 'Director-General of UNESCO',
    },
  },
  zh: {
    author: authorIn('zh'),
    depositaries: {
      'Secretary-General of the United Nations': '联合国秘书长',
      'Director-General of the International Labour Office': '国际劳工局总干事',
      'Director-General of UNESCO': '联合国教育、科学及文化组织总干事',
    },
  },
  fr: {
    author: authorIn('fr'),
    depositaries: {
      'Secretary-General of the United Nations': 'Secrétaire général de l’Organisation des Nations Unies',
      'Director-General of the International Labour Office':
        'Directeur général du Bureau international du Travail',
      'Director-General of UNESCO': 'Directeur général de l’UNESCO',
    },
  },
});
