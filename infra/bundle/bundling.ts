import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, DockerImage } from 'aws-cdk-lib/core';
import type { BuildOptions, Plugin } from 'esbuild';
import * as z from 'zod';
import { ContextError } from '../stacks/stages.ts';
import type { FunctionName } from '../wiring.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The most that each function may ship: bytes of JavaScript, all files together, without their maps. */
export const bundleLimits: Record<FunctionName, number> = {
  api: 620_000,
  pages: 700_000,
  publish: 400_000,
  fanout: 450_000,
  deliver: 540_000,
  sweep: 450_000,
};

/** The most that a function loads to start, with what its entry imports: the rest comes when it is asked for. */
export const startLimit = 430_000;

/** Loaded by the SDK on demand, never on Lambda: together about 120 KB. */
const unusedCredentials = [
  ...['http', 'ini', 'login', 'process', 'sso', 'web-identity'].map(
    (name) => `@aws-sdk/credential-provider-${name}`,
  ),
  '@smithy/credential-provider-imds',
];

/** No alias reaches what a package imports of itself. */
const withoutUnused: Plugin = {
  name: 'without-unused',
  setup({ onResolve }) {
    const standIn = (filter: RegExp, file: string) =>
      onResolve({ filter }, () => ({ path: join(root, 'infra/bundle', file) }));
    standIn(/\/(to-json-schema|json-schema-processors|json-schema-generator)\.js$/, 'no-json-schemas.ts');
    standIn(/\/Sha256Js$/, 'no-sha256.ts');
  },
};

/** The client tells the server its version, and brings the whole of its manifest for that. */
const leastManifest: Plugin = {
  name: 'least-manifest',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]client-dynamodb[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** Of one position, since the bundler takes a map of none for no map. */
const leastMap = Buffer.from('{"version":3,"sources":["package"],"mappings":"AAAA"}').toString('base64');

/** Node reads the map at each start, and two thirds of it would be of packages: a trace needs our own lines. */
const withoutMapsOfPackages: Plugin = {
  name: 'without-maps-of-packages',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/].*\.m?js$/ }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}\n//# sourceMappingURL=data:application/json;base64,${leastMap}`,
      loader: 'js',
    }));
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
    ...Object.fromEntries(
      unusedCredentials.map((name) => [name, join(root, 'infra/bundle/no-credentials.ts')]),
    ),
    '@aws-sdk/endpoint-cache': join(root, 'infra/bundle/no-endpoint-cache.ts'),
    '@smithy/core/event-streams': join(root, 'infra/bundle/no-event-streams.ts'),
    bowser: join(root, 'infra/bundle/no-browsers.ts'),
  },
  plugins: [withoutUnused, leastManifest, withoutMapsOfPackages],
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
export function entryOf(name: FunctionName): string {
  const entry = join(root, 'functions', name, 'handler.ts');
  if (existsSync(entry)) return entry;
  throw new ContextError(
    `functions/${name}/handler.ts is missing: every folder named in infra/wiring.ts needs one.`,
  );
}

/** `handler.mjs` and its map, and what is read only when asked for: the API's description, a function's assets. */
export function bundle(entry: string): Bundle[] {
  const built = Object.entries(runBundler(entry)).map(([name, text]) => ({
    name,
    contents: new Uint8Array(Buffer.from(text, 'base64')),
  }));
  return [...built, ...filesBeside(dirname(entry))];
}

function filesBeside(folder: string): Bundle[] {
  const description = join(folder, 'openapi', 'packed.json');
  const assets = join(folder, 'assets');
  const names = existsSync(assets) ? readdirSync(assets) : [];
  return [
    ...(existsSync(description) ? [{ name: 'packed.json', contents: readFileSync(description) }] : []),
    ...names.map((name) => ({ name: `assets/${name}`, contents: readFileSync(join(assets, name)) })),
  ];
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
export function codeOf(name: FunctionName): Code {
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
