/** The languages of the pages; the first is also served without a prefix. */
export const languages = ['en', 'zh', 'fr'] as const;
export type Language = (typeof languages)[number];

const [fallback] = languages;

/** Locales that write dates and numbers as the United Nations does. */
export const localeOf: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN', fr: 'fr' };

/** Values of the `lang` attribute. */
export const langOf: Record<Language, string> = { en: 'en', zh: 'zh-Hans', fr: 'fr' };

/** Splits `/zh/states` into Chinese and `/states`. */
export function splitLanguage(path: string): { language: Language; prefix: string; rest: string } {
  const prefix = /^\/(en|zh|fr)(?=\/|$)/.exec(path)?.[0] ?? '';
  const language = (prefix.slice(1) || fallback) as Language;
  return { language, prefix, rest: path.slice(prefix.length) || '/' };
}

/** The path of a page in a language. */
export const inLanguage = (language: Language, path: string): string =>
  language === fallback ? path : `/${language}${path === '/' ? '' : path}`;

/** The longest list that is parsed, because no honest client sends a longer one. */
const mostRanges = 30;

/**
 * The language that a reader prefers by `Accept-Language` (RFC 9110, section 12.5.4); English if none of ours
 * is named.
 */
export function preferred(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',', mostRanges)
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
      const quality = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1);
      return { language: range.split('-')[0], quality: Number.isFinite(quality) ? quality : 0 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  const found = wanted.find(({ language }) => language === '*' || isLanguage(language));
  return isLanguage(found?.language) ? found.language : fallback;
}

const isLanguage = (text: string | undefined): text is Language =>
  (languages as readonly (string | undefined)[]).includes(text);
