import { describe, expect, test } from 'vitest';
import { type Language, languages } from '../../functions/pages/asking/language.ts';
import { calendarWords } from '../../functions/pages/calendar/words.ts';
import { officeWords } from '../../functions/pages/words/offices.ts';
import { type Catalogue, catalogues, textsIn, textsOf } from '../support/words.ts';

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

/** One word for one thing; the Chinese Vienna Convention has it in its articles 76 and 77. */
test('a depositary has the name that the Vienna Convention gives it in Chinese', () => {
  const texts = textsIn('zh');
  expect(texts.filter((text) => text.includes('保管机关')).length).toBeGreaterThan(10);
  expect(texts.filter((text) => /保存(机关|人|国)/.test(text))).toEqual([]);
});

test('an automatic denunciation, which only Conventions of the ILO have, is called as they call it in Chinese', () => {
  expect(calendarWords.zh.effects['automatic-denunciation']).toContain('解约');
});

test('an urging is no recommendation in French, which is a kind of document', () => {
  const texts = textsIn('fr').filter((text) => /recommand/i.test(text));
  expect(texts).toEqual([expect.stringMatching(/^Lettres, recommandations et observations finales/)]);
});

test.each([
  ['Michelle Bachelet', 'la Haute-Commissaire'],
  ['Volker Türk', 'le Haut-Commissaire'],
])('the office of %s is said in French as theirs', (name, office) => {
  const author = officeWords.fr.author(`${name}, United Nations High Commissioner for Human Rights`);
  expect(author).toBe(`${office} des Nations Unies aux droits de l’homme, ${name},`);
});

test('there are words', () => {
  expect(catalogues.length).toBeGreaterThan(5);
});
