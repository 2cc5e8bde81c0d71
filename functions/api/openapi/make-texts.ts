import { readFile } from 'node:fs/promises';
import { eventJsonSchema } from '../../core/webhook/event-data.ts';
import { eventTypes } from '../../core/webhook/event-type.ts';
import { entry } from '../../lib/entry.ts';
import { address } from '../assets.ts';
import { routes } from '../routes.ts';
import { docsPage } from './docs.ts';
import { documentOf } from './document.ts';
import { problemTexts } from './problems.ts';
import type { Texts } from './texts.ts';

const json = async (path: string) => JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8'));

/** The OpenAPI document of all routes, with their words and examples. */
export async function makeDocument() {
  const { version }: { version: string } = await json('../../../package.json');
  return documentOf(routes, {
    prose: await json('prose.json'),
    examples: await json('examples.json'),
    version,
  });
}

/** Makes everything that the API says about itself. */
export async function makeTexts(): Promise<Texts> {
  const document = await makeDocument();
  const byType = eventTypes.map((type) => [type, JSON.stringify(eventJsonSchema(type))]);
  const byCode = problemTexts.map((one) => [one.type.slice('/problems/'.length), JSON.stringify(one)]);
  return {
    openapi: JSON.stringify(document),
    docs: docsPage(document, address),
    entry,
    events: Object.fromEntries(byType),
    problems: Object.fromEntries(byCode),
  };
}
