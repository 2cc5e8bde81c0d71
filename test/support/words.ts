import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Language, languages } from '../../functions/pages/asking/language.ts';

const root = join(import.meta.dirname, '../../functions/pages');

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('words.ts') || name.startsWith('words/'),
);

export type Catalogue = Record<Language, unknown>;

const isCatalogue = (value: unknown): value is Catalogue =>
  typeof value === 'object' && value !== null && languages.every((language) => language in value);

/** Every catalogue of the pages' words, by file and name. */
export const catalogues = (
  await Promise.all(
    files.map(async (name) => {
      const found = Object.entries((await import(join(root, name))) as Record<string, unknown>);
      return found.flatMap(([key, value]) =>
        isCatalogue(value) ? [[`${relative(root, join(root, name))} ${key}`, value] as const] : [],
      );
    }),
  )
).flat();

/** Every text with the path of its key; a function is called with marks for its arguments. */
export function textsOf(value: unknown, path = ''): [path: string, text: string][] {
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

/** A language's texts in every catalogue, with `¤` for each argument. */
export const textsIn = (language: Language): string[] =>
  catalogues.flatMap(([, catalogue]) => textsOf(catalogue[language]).map(([, text]) => text));
