import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from './bundling.ts';

/**
 * Bundles one entry and prints its files as JSON, in base64 by name: a process of its own, since esbuild takes plugins
 * only where it may work asynchronously, and CDK bundles synchronously.
 */
const entry = resolve(process.argv[2] ?? '');
const { outputFiles } = await build({ ...bundleOptions, entryPoints: { handler: entry } });
const files = outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)] as const);

/** The texts of a function that has some, made once here rather than at each start. */
const maker = join(dirname(entry), 'openapi/make-texts.ts');
if (existsSync(maker)) {
  const { makeTexts } = await import(pathToFileURL(maker).href);
  files.push(['texts.json', Buffer.from(JSON.stringify(await makeTexts()))]);
}

process.stdout.write(
  JSON.stringify(Object.fromEntries(files.map(([name, bytes]) => [name, bytes.toString('base64')]))),
);
