import { build } from 'esbuild';
import { bundleOptions } from './bundling.ts';

/**
 * Bundles one entry and prints its files as JSON, in base64 by name: a process of its own, since esbuild takes plugins
 * only where it may work asynchronously, and CDK bundles synchronously.
 */
const [, , entry = ''] = process.argv;
const { outputFiles } = await build({ ...bundleOptions, entryPoints: { handler: entry } });
const files = outputFiles.map(({ path, contents }) => [
  path.split(/[/\\]/).at(-1),
  Buffer.from(contents).toString('base64'),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(files)));
