import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const tree = mkdtempSync(join(tmpdir(), 'layering-'));

afterAll(() => rmSync(tree, { recursive: true }));

type Violation = { source: string; complaint: string };

/** What no file of a layer may import, and the linter's message. */
const forbidden: Record<string, readonly Violation[]> = {
  core: [
    { source: 'functions/store/index.ts', complaint: 'core imports nothing' },
    { source: '@aws-sdk/client-dynamodb', complaint: 'core is pure' },
    { source: 'hono', complaint: 'core is pure' },
    { source: 'node:fs', complaint: 'core has no clock' },
    { source: 'node:net', complaint: 'core has no clock' },
  ],
  store: [
    { source: 'functions/api/deps.ts', complaint: 'store imports core only' },
    { source: 'functions/lib/log.ts', complaint: 'store imports core only' },
    { source: 'hono', complaint: 'store is DynamoDB only' },
  ],
  lib: [
    { source: 'functions/pages/app.ts', complaint: 'lib is shared by the Lambdas' },
    { source: 'functions/store/index.ts', complaint: 'lib is shared by the Lambdas' },
    { source: '@aws-sdk/lib-dynamodb', complaint: 'Only functions/store' },
  ],
  lambda: [
    { source: '@aws-sdk/lib-dynamodb', complaint: 'Only functions/store' },
    { source: 'infra/wiring.ts', complaint: 'functions import core, store and lib only' },
  ],
  stacks: [
    { source: 'functions/sweep/sweep.ts', complaint: 'only store/schema.ts' },
    { source: 'seeds/load.ts', complaint: 'only store/schema.ts' },
  ],
  tools: [{ source: 'test/support/api.ts', complaint: 'What runs imports no tests' }],
  seeds: [
    { source: 'functions/watch/handler.ts', complaint: 'seeds import core and store' },
    { source: 'infra/wiring.ts', complaint: 'seeds import core and store' },
  ],
};

const lambdas = ['api', 'pages', 'publish', 'fanout', 'deliver', 'sweep', 'watch'];

function violationsIn(folder: string): readonly Violation[] {
  const [top = '', second = ''] = folder.split('/');
  if (top === 'seeds') return forbidden.seeds ?? [];
  if (top === 'infra') return forbidden[second === 'local' || second === 'ops' ? 'tools' : 'stacks'] ?? [];
  const others = lambdas.filter((name) => name !== second).map((name) => `functions/${name}/deps.ts`);
  const complaint = 'Lambdas never import each other';
  return (
    forbidden[second] ?? [...(forbidden.lambda ?? []), ...others.map((source) => ({ source, complaint }))]
  );
}

/** Every folder with code, and those of Lambdas still to come. */
const folders = [
  ...new Set([
    ...lambdas.map((name) => `functions/${name}`),
    ...['functions', 'infra', 'seeds']
      .flatMap((top) =>
        readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((at) => join(top, at)),
      )
      .filter((path) => path.endsWith('.ts'))
      .map(dirname),
  ]),
];

type Planted = { path: string; violation: string; from: string; complaint: string };

const planted: Planted[] = folders.flatMap((folder) =>
  violationsIn(folder).map(({ source, complaint }, index) => ({
    path: `${folder}/planted-${index}.ts`,
    violation: `${folder} imports ${source}`,
    from: /^(functions|infra|seeds|test)\//.test(source) ? relativeTo(folder, source) : source,
    complaint,
  })),
);

function relativeTo(folder: string, source: string): string {
  const path = relative(folder, source);
  return path.startsWith('.') ? path : `./${path}`;
}

function plant(path: string, source: string): void {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, source);
}

/** How a module can import its own importer. */
const waysBack: Readonly<Record<string, (from: string) => string>> = {
  plainly: (from) => `import { x } from '${from}';\nexport const y = (): unknown => x;\n`,
  'for a type': (from) => `import type { x } from '${from}';\nexport const y: typeof x | null = null;\n`,
  'on demand': (from) => `export const y = (): unknown => import('${from}');\n`,
};

/** Everything that the linter says of a tree in which each file breaks one rule, or none. */
const complaints = (() => {
  copyFileSync(join(root, 'biome.json'), join(tree, 'biome.json'));
  for (const { path, from } of planted) plant(path, `export * from '${from}';\n`);
  for (const [index, back] of Object.values(waysBack).entries()) {
    plant(`functions/core/x${index}.ts`, `import { y } from './y${index}.ts';\nexport const x = y;\n`);
    plant(`functions/core/y${index}.ts`, back(`./x${index}.ts`));
  }
  plant('functions/core/z.ts', 'export const z = 1;\n');
  plant('functions/store/fine.ts', "export { z } from '../core/z.ts';\n");
  const biome = join(root, 'node_modules/.bin/biome');
  const options = [
    'lint',
    '--vcs-enabled=false',
    '--colors=off',
    '--reporter=github',
    '--max-diagnostics=none',
  ];
  return spawnSync(biome, options, { cwd: tree, encoding: 'utf8' }).stdout.split('\n');
})();

const about = (path: string) => complaints.filter((line) => line.includes(join(tree, path))).join('\n');

test.each(planted)('the linter refuses that $violation', ({ path, complaint }) => {
  expect(about(path)).toContain(complaint);
});

test.each(Object.keys(waysBack))('the linter refuses an import cycle that closes %s', (way) => {
  const index = Object.keys(waysBack).indexOf(way);
  expect(about(`functions/core/y${index}.ts`)).toContain('noImportCycles');
});

test('the linter accepts what the layers allow', () => {
  expect(about('functions/store/fine.ts')).toBe('');
});
