import { readFile, writeFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import { routes } from '../routes.ts';
import { docsPage } from './docs.ts';
import { documentOf, type Examples } from './document.ts';

const at = (path: string) => new URL(path, import.meta.url);
const json = async (path: string) => JSON.parse(await readFile(at(path), 'utf8'));

const { version }: { version: string } = await json('../../../package.json');
const examples: Examples = await json('examples.json');
const document = documentOf(routes, examples, version);
const { html, styleHash } = docsPage(document);
/** Together, since the one repeats most of the other. */
const bundled = brotliCompressSync(
  JSON.stringify({ openapi: JSON.stringify(document), docs: html, styleHash }),
);

await writeFile(at('../openapi.json'), `${JSON.stringify(document, null, 2)}\n`);
await writeFile(at('packed.json'), `${JSON.stringify({ brotli: bundled.toString('base64') })}\n`);
