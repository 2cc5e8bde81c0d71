import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, DockerImage } from 'aws-cdk-lib/core';
import type { BuildOptions, Plugin } from 'esbuild';
import * as z from 'zod';
import { ContextError } from '../stacks/stages.ts';
import type { FunctionName } from '../wiring.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const KB = 1024;

/** The most that a function may load to start, bytes of JavaScript: what is imported on demand comes when it is asked for. */
export const startLimits: Record<FunctionName, number> = {
  api: 420 * KB,
  pages: 400 * KB,
  publish: 400 * KB,
  fanout: 400 * KB,
  deliver: 400 * KB,
  sweep: 400 * KB,
};

/** What stands in a bundle for code that no function of ours runs: without these three the API would start with 61 KB more. */
const standIn = (name: string): string => join(root, `infra/bundle/${name}.ts`);

/** Upright, in every weight; each file has some of a family's characters. */
const filesOfFont = (name: string): string[] =>
  readdirSync(join(root, 'node_modules/@fontsource-variable', name, 'files'))
    .filter((file) => file.endsWith('-wght-normal.woff2'))
    .map((file) => `@fontsource-variable/${name}/files/${file}`);

/** Files of packages that a function serves as they are, or reads when it first needs them. */
const librariesOf: Readonly<Record<string, () => readonly string[]>> = {
  api: () => ['swagger-ui-dist/swagger-ui-bundle.js', 'swagger-ui-dist/swagger-ui.css'],
  pages: () => [
    '@takumi-rs/wasm/pkg/takumi_wasm_bg.wasm',
    ...['noto-serif-sc', 'source-serif-4'].flatMap(filesOfFont),
  ],
};

/** Never used on Lambda, where credentials are in the environment: 35 KB at start, and 130 KB more on demand. */
const unusedCredentials = [
  ...['http', 'ini', 'login', 'process', 'sso', 'web-identity'].map(
    (name) => `@aws-sdk/credential-provider-${name}`,
  ),
  '@smithy/credential-provider-imds',
];

/** What is served of them is made by the bundler: 18 KB at start. No alias reaches what a package imports of itself. */
const withoutJsonSchemas: Plugin = {
  name: 'without-json-schemas',
  setup({ onResolve }) {
    const filter = /\/(to-json-schema|json-schema-processors|json-schema-generator)\.js$/;
    onResolve({ filter }, () => ({ path: standIn('no-json-schemas') }));
  },
};

/**
 * How every function is bundled, by synth, tests and benchmark alike. `module` before `main` halves the SDK: its
 * ES modules tree-shake, its CommonJS does not. The output directory is never written: it makes the map's paths,
 * and so the asset's hash, the same on every machine.
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

export type Bundle = { name: string; contents: Uint8Array };

/** The function's entry file; throws with one line when it isn't there. */
export function entryOf(name: FunctionName | 'watch'): string {
  const entry = join(root, 'functions', name, 'handler.ts');
  if (existsSync(entry)) return entry;
  throw new ContextError(
    `functions/${name}/handler.ts is missing: every folder named in infra/wiring.ts needs one.`,
  );
}

/** `handler.mjs` and its map, the chunks that it loads on demand, and files: the API's texts, a function's assets. */
export function bundle(entry: string): Bundle[] {
  const built = Object.entries(runBundler(entry)).map(([name, text]) => ({
    name,
    contents: new Uint8Array(Buffer.from(text, 'base64')),
  }));
  return [...built, ...assetsOf(dirname(entry))];
}

function assetsOf(folder: string): Bundle[] {
  const assets = join(folder, 'assets');
  const own = existsSync(assets) ? readdirSync(assets).map((name) => join(assets, name)) : [];
  const borrowed = (librariesOf[basename(folder)]?.() ?? []).map((path) => join(root, 'node_modules', path));
  return [...own, ...borrowed].map((path) => ({
    name: `assets/${basename(path)}`,
    contents: readFileSync(path),
  }));
}

/** Bytes of the JavaScript that a function loads to start: its entry, and what that imports. */
export function bytesAtStart(files: readonly Bundle[]): number {
  const contents = new Map(files.map((file) => [file.name, Buffer.from(file.contents)]));
  const loaded = new Set(['handler.mjs']);
  for (const name of loaded)
    for (const [, imported = ''] of String(contents.get(name)).matchAll(
      /(?:from|import) *"\.\/([^"]+\.mjs)"/g,
    ))
      loaded.add(imported);
  return [...loaded].reduce((sum, name) => sum + (contents.get(name)?.length ?? 0), 0);
}

const Files = z.record(z.string(), z.string());

function runBundler(entry: string): Record<string, string> {
  const bundler = join(root, 'infra/bundle/bundler.ts');
  const printed = execFileSync(process.execPath, [bundler, entry], { maxBuffer: 64 * 1024 * 1024 });
  return Files.parse(JSON.parse(printed.toString()));
}

/** Writes the bundle of a function into a directory and answers the path of `handler.mjs`. */
export function bundleInto(directory: string, entry: string): string {
  for (const { name, contents } of bundle(entry)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), contents);
  }
  return join(directory, 'handler.mjs');
}

/** The function's code as an asset, bundled in this process: no container, no network. */
export function codeOf(name: FunctionName | 'watch'): Code {
  return Code.fromAsset(join(root, 'functions', name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      local: {
        tryBundle(directory) {
          bundleInto(directory, entryOf(name));
          return true;
        },
      },
    },
  });
}
