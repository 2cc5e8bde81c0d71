import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from './options.ts';

/**
 * Bundles one entry and prints its files as JSON: base64 by name. It is a process of its own, because esbuild
 * takes plugins only asynchronously and CDK bundles synchronously.
 */
const entry = resolve(process.argv[2] ?? '');
const { outputFiles } = await build({ ...bundleOptions, entryPoints: { handler: entry } });
const files = outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)] as const);

/** Makes a function's texts here, once, instead of at each start. */
const maker = join(dirname(entry), 'openapi/make-texts.ts');
if (existsSync(maker)) {
  const { makeTexts } = await import(pathToFileURL(maker).href);
  files.push(['texts.json', Buffer.from(JSON.stringify(await makeTexts()))]);
}

process.stdout.write(
  JSON.stringify(Object.fromEntries(files.map(([name, bytes]) => [name, bytes.toString('base64')]))),
);
