import { describe, expect, test } from 'vitest';
import { type Language, languages } from '../../functions/pages/asking/language.ts';
import { type Catalogue, catalogues, textsOf } from '../support/words.ts';

/** Names of formats and the like, which are the same in every language. */
const isName = (text: string): boolean =>
  ['JSON', 'JSON Feed', 'CHN,USA,IND', 'Signature ad referendum'].includes(text) || !/\p{L}/u.test(text);

const inLanguage = (catalogue: Catalogue, language: Language) => new Map(textsOf(catalogue[language]));

describe.each(catalogues)('%s', (_, catalogue) => {
  test.each(languages)('says everything in %s', (language) => {
    const texts = inLanguage(catalogue, language);
    expect([...texts.keys()]).toEqual([...inLanguage(catalogue, 'en').keys()]);
    for (const [key, text] of texts) expect(text.trim(), key).not.toBe('');
  });

  test('leaves nothing in English but names that are the same', () => {
    const english = inLanguage(catalogue, 'en');
    for (const [key, text] of inLanguage(catalogue, 'zh'))
      if (!isName(text)) expect(text, key).toMatch(/\p{Script=Han}/u);
    for (const [key, text] of inLanguage(catalogue, 'fr'))
      if (text.split(' ').length > 2 && !isName(text)) expect(text, key).not.toBe(english.get(key));
  });

  test('is typeset as French is', () => {
    for (const [key, text] of inLanguage(catalogue, 'fr')) {
      expect(text, key).not.toMatch(/'/);
      expect(text, key).not.toMatch(/(?<!\d) [:;?!»]|« /);
    }
  });

  test('is Chinese in simplified characters, with its own punctuation', () => {
    for (const [key, text] of inLanguage(catalogue, 'zh')) {
      expect(text, key).not.toMatch(/[國約條簽會與關於對這個]/);
      expect(text, key).not.toMatch(/[\u4e00-\u9fff][,;:?!(]/);
    }
  });
});

test('there are words', () => {
  expect(catalogues.length).toBeGreaterThan(5);
});
