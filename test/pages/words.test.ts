import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Language, languages } from '../../functions/pages/asking/language.ts';

const root = join(import.meta.dirname, '../../functions/pages');

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('words.ts') || name.startsWith('words/'),
);

type Catalogue = Record<Language, unknown>;

const isCatalogue = (value: unknown): value is Catalogue =>
  typeof value === 'object' && value !== null && languages.every((language) => language in value);

const catalogues = (
  await Promise.all(
    files.map(async (name) => {
      const found = Object.entries((await import(join(root, name))) as Record<string, unknown>);
      return found.flatMap(([key, value]) =>
        isCatalogue(value) ? [[`${relative(root, join(root, name))} ${key}`, value] as const] : [],
      );
    }),
  )
).flat();

/** Every text with the path of its key; a function is called with marks in place of what is put in. */
function textsOf(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return textsOfCall(value as (...given: unknown[]) => unknown, path);
  return Object.entries(value as object).flatMap(([key, each]) => textsOf(each, `${path}/${key}`));
}

function textsOfCall(make: (...given: unknown[]) => unknown, path: string): [string, string][] {
  for (const given of [
    ['¤', '¤', '¤', '¤'],
    [2, 2, 2],
    [{ after: 'deposit', period: { months: 3 }, rounding: 'none' }],
  ])
    try {
      const text = make(...given);
      if (typeof text === 'string') return [[path, text]];
    } catch {}
  throw new Error(`${path} makes no text`);
}

/** Formats and the like, which every language calls the same. */
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
