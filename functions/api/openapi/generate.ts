import { readFile, writeFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import { eventTypes } from '../../core/webhook/event-type.ts';
import { eventJsonSchema } from '../../core/webhook/event-types.ts';
import { entry } from '../../lib/entry.ts';
import { routes } from '../routes.ts';
import { docsPage } from './docs.ts';
import { documentOf, type Examples, type Prose } from './document.ts';
import type { Packed } from './packed.ts';
import { problemTexts } from './problems.ts';

const at = (path: string) => new URL(path, import.meta.url);
const json = async (path: string) => JSON.parse(await readFile(at(path), 'utf8'));

const { version }: { version: string } = await json('../../../package.json');
const examples: Examples = await json('examples.json');
const prose: Prose = await json('prose.json');
const document = documentOf(routes, { prose, examples, version });
const { html, styleHash } = docsPage(document);
const texts: Packed = {
  openapi: JSON.stringify(document),
  docs: html,
  styleHash,
  entry,
  events: Object.fromEntries(eventTypes.map((type) => [type, JSON.stringify(eventJsonSchema(type))])),
  problems: Object.fromEntries(problemTexts.map((one) => [one.type.slice(10), JSON.stringify(one)])),
};
/** Together, since one repeats most of the other. */
const bundled = brotliCompressSync(JSON.stringify(texts));

await writeFile(at('../openapi.json'), `${JSON.stringify(document, null, 2)}\n`);
await writeFile(at('packed.json'), `${JSON.stringify({ brotli: bundled.toString('base64') })}\n`);
