import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Code that takes a place in a bundle where no function uses the original. Without the three, the API would
 * start with 61 KB more.
 */
const standIn = (name: string): string => join(root, `infra/bundle/${name}.ts`);

/**
 * Never used on Lambda, whose credentials are in the environment: 35 KB at start, and 130 KB more on demand.
 */
const unusedCredentials = [
  ...['http', 'ini', 'login', 'process', 'sso', 'web-identity'].map(
    (name) => `@aws-sdk/credential-provider-${name}`,
  ),
  '@smithy/credential-provider-imds',
];

/**
 * Saves 18 KB at start: the bundler has already made the JSON Schemas that are served. A plugin is needed,
 * because no alias reaches a package's imports of itself.
 */
const withoutJsonSchemas: Plugin = {
  name: 'without-json-schemas',
  setup({ onResolve }) {
    const filter = /\/(to-json-schema|json-schema-processors|json-schema-generator)\.js$/;
    onResolve({ filter }, () => ({ path: standIn('no-json-schemas') }));
  },
};

/**
 * How synth, tests and the benchmark bundle every function. `module` before `main` halves the SDK, whose ES
 * modules tree-shake and whose CommonJS does not. The output directory is never written, but it gives the
 * map's paths, and so the asset's hash, the same value on every machine.
 */
export const bundleOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  alias: {
    ...Object.fromEntries(unusedCredentials.map((name) => [name, standIn('no-credentials')])),
    '@aws-sdk/endpoint-cache': standIn('no-endpoint-cache'),
  },
  plugins: [withoutJsonSchemas],
  logOverride: { 'import-is-undefined': 'silent' },
  banner: {
    js: "import{createRequire as $createRequire}from'node:module';const require=$createRequire(import.meta.url);",
  },
  minify: true,
  keepNames: false,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  charset: 'utf8',
  outdir: 'bundle',
  outExtension: { '.js': '.mjs' },
  splitting: true,
  chunkNames: '[name]-[hash]',
  write: false,
  logLevel: 'warning',
} as const satisfies BuildOptions;
