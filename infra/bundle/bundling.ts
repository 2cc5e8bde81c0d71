import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, DockerImage } from 'aws-cdk-lib/core';
import * as z from 'zod';
import { ContextError } from '../stacks/context.ts';
import type { FunctionName } from '../wiring.ts';
import { root } from './options.ts';

const KB = 1024;

/** Bytes of JavaScript that a function may load to start; what is imported on demand does not count. */
export const startLimits: Record<FunctionName, number> = {
  api: 420 * KB,
  pages: 400 * KB,
  publish: 400 * KB,
  fanout: 400 * KB,
  deliver: 400 * KB,
  sweep: 400 * KB,
};

/** The upright files of a font, in every weight; each has part of the characters. */
const filesOfFont = (name: string): string[] =>
  readdirSync(join(root, 'node_modules/@fontsource-variable', name, 'files'))
    .filter((file) => file.endsWith('-wght-normal.woff2'))
    .map((file) => `@fontsource-variable/${name}/files/${file}`);

/** Package files that a function serves or reads on first use. */
const librariesOf: Readonly<Record<string, () => readonly string[]>> = {
  api: () => ['swagger-ui-dist/swagger-ui-bundle.js', 'swagger-ui-dist/swagger-ui.css'],
  pages: () => [
    '@takumi-rs/wasm/pkg/takumi_wasm_bg.wasm',
    ...['noto-serif-sc', 'source-serif-4'].flatMap(filesOfFont),
  ],
};

export type Bundle = { name: string; contents: Uint8Array };

/** The function's entry file. Throws a one-line Error if it does not exist. */
export function entryFileOf(name: FunctionName | 'watch'): string {
  const entry = join(root, 'functions', name, 'handler.ts');
  if (existsSync(entry)) return entry;
  throw new ContextError(
    `functions/${name}/handler.ts is missing: every folder named in infra/wiring.ts needs one.`,
  );
}

/**
 * The files of a bundle: `handler.mjs` and its map, chunks loaded on demand, the API's texts, and a
 * function's assets.
 */
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

/** Bytes of JavaScript that a function loads to start: its entry, and everything that imports. */
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

/** Writes a function's bundle into a directory, and answers the path of `handler.mjs`. */
export function bundleInto(directory: string, entry: string): string {
  for (const { name, contents } of bundle(entry)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), contents);
  }
  return join(directory, 'handler.mjs');
}

/** The function's code as an asset, bundled without container or network. */
export function codeOf(name: FunctionName | 'watch'): Code {
  return Code.fromAsset(join(root, 'functions', name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      local: {
        tryBundle(directory) {
          bundleInto(directory, entryFileOf(name));
          return true;
        },
      },
    },
  });
}
