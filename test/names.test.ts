import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = globSync('{functions,infra,seeds}/**/*.ts', { cwd: root });

/** What a file exports; every function's entry is a `handler`. */
const exportedBy = (file: string): string[] => [
  ...new Set(
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /^export (?:declare )?(?:async )?(?:const|function\*?|class|type|interface|let) (\w+)/gm,
      ),
    ].flatMap(([, name = '']) => (name === 'handler' ? [] : [name])),
  ),
];

test('a name is exported by one file only', () => {
  const exported = files.flatMap((file) => exportedBy(file).map((name) => ({ name, file })));
  expect(exported.length).toBeGreaterThan(1000);
  const shared = [...Map.groupBy(exported, ({ name }) => name)].filter(([, by]) => by.length > 1);
  expect(shared.map(([name, by]) => `${name}: ${by.map(({ file }) => file).join(', ')}`)).toEqual([]);
});
