import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = globSync('{functions,infra,seeds}/**/*.ts', { cwd: root });

/** Names that a file declares at its top level; every function's entry is a `handler`. */
const declaredBy = (file: string): { name: string; file: string; isExported: boolean }[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^(export )?(?:declare )?(?:async )?(?:const|function\*?|class|type|interface|let) (\w+)/gm,
    ),
  ]
    .map(([, exported, name = '']) => ({ name, file, isExported: exported !== undefined }))
    .filter(({ name }) => name !== 'handler');

const declared = files.flatMap(declaredBy);

const said = (shared: [string, { file: string }[]][]): string[] =>
  shared.map(([name, by]) => `${name}: ${[...new Set(by.map(({ file }) => file))].join(', ')}`);

const inSeveral = ([, by]: [string, { file: string }[]]): boolean =>
  new Set(by.map(({ file }) => file)).size > 1;

test('a name is exported by one file only', () => {
  const exported = declared.filter(({ isExported }) => isExported);
  expect(exported.length).toBeGreaterThan(1000);
  expect(said([...Map.groupBy(exported, ({ name }) => name)].filter(inSeveral))).toEqual([]);
});

test('an exported type shares its name with no other type', () => {
  const types = Map.groupBy(
    declared.filter(({ name }) => /^[A-Z]/.test(name)),
    ({ name }) => name,
  );
  const shared = [...types].filter((one) => inSeveral(one) && one[1].some(({ isExported }) => isExported));
  expect(said(shared)).toEqual([]);
});

/** The terms of a table of words: what its first column names, and what its meanings set in italics. */
const termsIn = (file: string): string[] => {
  const text = readFileSync(join(root, file), 'utf8');
  const [words = ''] = text.slice(text.indexOf('\n## Words\n') + 1).split(/\n## (?!Words)/);
  return [...words.matchAll(/^\| ([^|]+) \| (.+) \|$/gm)]
    .filter(([, first = '']) => first !== 'term' && !first.startsWith('---'))
    .flatMap(([, first = '', meaning = '']) => [
      ...first.split(', '),
      ...[...meaning.matchAll(/\*([^*]+)\*|`([a-z][A-Za-z-]+)`/g)].map(
        ([, term, name]) => term ?? name ?? '',
      ),
    ]);
};

const glossaries = ['README.md', 'functions/deliver/README.md', 'infra/README.md'];
const terms = [...new Set(glossaries.flatMap(termsIn))];

const wordsOf = (name: string): string[] =>
  name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());

/** `parties`, `party`; `sealed`, `seal`. */
const stemOf = (word: string): string =>
  word
    .replace(/(ies|y)$/, 'i')
    .replace(/(ed|ing|es|s|e|al)$/, '')
    .replace(/(.)\1$/, '$1');

test('every word of the glossaries is a word of the code', () => {
  expect(terms.length).toBeGreaterThan(60);
  const used = new Set(
    files
      .flatMap((file) => [
        ...wordsOf(file),
        ...wordsOf(readFileSync(join(root, file), 'utf8').replace(/^\s*(\/?\*|\/\/).*$/gm, '')),
      ])
      .map(stemOf),
  );
  expect(terms.filter((term) => !wordsOf(term).every((word) => used.has(stemOf(word))))).toEqual([]);
});

/** What exported names share across rooms and any programmer knows. */
const plain = new Set(
  `
  all answer api body compare context count create data dead deps entry error event fault file filter
  first for function index items json keep kept key keys largest last limits lines list log master most
  next open page path place progress query queue record refusal refuse require row rows secret settings
  subscription table text told under version watch watched with within write`
    .trim()
    .split(/\s+/)
    .map(stemOf),
);

const roomOf = (file: string): string =>
  file
    .split('/')
    .slice(0, file.startsWith('seeds') ? 1 : 2)
    .join('/');

test('a word that four rooms export is plain or has a row', () => {
  const rooms = Map.groupBy(
    declared
      .filter(({ isExported }) => isExported)
      .flatMap(({ name, file }) => wordsOf(name).map((word) => ({ word, room: roomOf(file) }))),
    ({ word }) => word,
  );
  const shared = [...rooms].filter(
    ([word, by]) => word.length > 2 && new Set(by.map(({ room }) => room)).size > 3,
  );
  expect(shared.length).toBeGreaterThan(50);
  const explained = new Set(terms.flatMap(wordsOf).map(stemOf));
  const unexplained = shared
    .map(([word]) => word)
    .filter((word) => !explained.has(stemOf(word)) && !plain.has(stemOf(word)));
  expect(unexplained.sort()).toEqual([]);
});
