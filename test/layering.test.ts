import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const tree = mkdtempSync(join(tmpdir(), 'layering-'));

afterAll(() => rmSync(tree, { recursive: true }));

const planted: Record<string, [violation: string, source: string, complaint: string]> = {
  'functions/core/a.ts': ['core imports the store', "'../store/index.ts'", 'core imports nothing'],
  'functions/core/b.ts': ['core imports the SDK', "'@aws-sdk/client-dynamodb'", 'core is pure'],
  'functions/core/c.ts': ['core reads files', "'node:fs'", 'core has no clock'],
  'functions/store/a.ts': ['the store imports a Lambda', "'../sweep/sweep.ts'", 'store imports core only'],
  'functions/publish/a.ts': [
    'a Lambda imports another',
    "'../sweep/sweep.ts'",
    'Lambdas never import each other',
  ],
  'functions/sweep/b.ts': ['a Lambda talks to DynamoDB', "'@aws-sdk/lib-dynamodb'", 'Only functions/store'],
  'functions/core/law/a.ts': ['law imports the store', "'../../store/index.ts'", 'core imports nothing'],
  'functions/core/record/a.ts': ['record imports the SDK', "'@aws-sdk/client-dynamodb'", 'core is pure'],
  'functions/core/webhook/guard/a.ts': ['the guard imports the network', "'node:net'", 'core has no clock'],
  'functions/store/record/a.ts': [
    'a room of the store imports a Lambda',
    "'../../api/deps.ts'",
    'store imports core only',
  ],
  'functions/api/http/a.ts': [
    'a room of the API imports a Lambda',
    "'../../sweep/sweep.ts'",
    'Lambdas never import each other',
  ],
  'functions/api/routes/subscriptions/a.ts': [
    'a route talks to DynamoDB',
    "'@aws-sdk/lib-dynamodb'",
    'Only functions/store',
  ],
  'infra/stacks/a.ts': [
    'a stack imports a function',
    "'../../functions/sweep/sweep.ts'",
    'only store/schema.ts',
  ],
  'infra/monitoring/a.ts': ['an alarm imports the seeds', "'../../seeds/load.ts'", 'only store/schema.ts'],
  'infra/bundle/a.ts': [
    'the bundler imports a function',
    "'../../functions/store/index.ts'",
    'only store/schema.ts',
  ],
  'infra/a.ts': ['a stack imports a function', "'../functions/sweep/sweep.ts'", 'only store/schema.ts'],
};

function plant(path: string, source: string): void {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, source);
}

/** Everything the project's linter says of a tree in which each file breaks one rule, or none. */
const complaints = (() => {
  copyFileSync(join(root, 'biome.json'), join(tree, 'biome.json'));
  for (const [path, [, source]] of Object.entries(planted)) plant(path, `export * from ${source};\n`);
  plant('functions/core/x.ts', "import { y } from './y.ts';\nexport const x = (): unknown => y;\n");
  plant('functions/core/y.ts', "import { x } from './x.ts';\nexport const y = (): unknown => x;\n");
  plant('functions/store/fine.ts', "export { x } from '../core/x.ts';\n");
  const biome = join(root, 'node_modules/.bin/biome');
  const options = [
    'lint',
    '--vcs-enabled=false',
    '--colors=off',
    '--reporter=github',
    '--max-diagnostics=100',
  ];
  return spawnSync(biome, options, { cwd: tree, encoding: 'utf8' }).stdout.split('\n');
})();

const about = (path: string) => complaints.filter((line) => line.includes(join(tree, path))).join('\n');

test.each(Object.entries(planted).map(([path, [violation, , complaint]]) => [violation, path, complaint]))(
  'the linter refuses that %s',
  (_, path, complaint) => {
    expect(about(path)).toContain(complaint);
  },
);

test('the linter refuses an import cycle', () => {
  expect(about('functions/core/y.ts')).toContain('noImportCycles');
});

test('the linter accepts what the layers allow', () => {
  expect(about('functions/store/fine.ts')).toBe('');
});
