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
