import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import type { FunctionName } from '../../infra/wiring.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { eventOf } from '../support/event.ts';
import { withRecord } from '../support/record-fixture.ts';
import { bundleDirectory } from './assembly.ts';

let table: TestTable;

beforeAll(async () => {
  table = await freshTable({ isTold: true });
  await withRecord(table);
});

const Answers = z.array(
  z.object({ statusCode: z.number(), headers: z.record(z.string(), z.string()), body: z.string() }),
);

const handlerOf = async (name: FunctionName): Promise<string> =>
  join(await bundleDirectory(name), 'handler.mjs');

/** A bundle's answers in a directory far from any package, because all that it needs must be beside it. */
function answersOf(handler: string, targets: readonly string[]) {
  const events = targets.map((target) => eventOf('GET', target, { headers: { accept: 'text/html' } }));
  const script = `const { handler } = await import(${JSON.stringify(pathToFileURL(handler).href)});
const answers = [];
for (const event of ${JSON.stringify(events)}) answers.push(await handler(event));
process.stdout.write(JSON.stringify(answers), () => process.exit(0));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      TABLE_NAME: table.name,
      FANOUT_QUEUE_URL: 'http://127.0.0.1:1/fanout',
      DELIVER_QUEUE_URL: 'http://127.0.0.1:1/deliver',
      PUBLIC_URL: 'https://tracker.example.org',
    },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return Answers.parse(JSON.parse(stdout));
}

test('the reference is served with all that it is shown with from the bundle of the API', async () => {
  const api = await handlerOf('api');
  const [docs] = answersOf(api, ['/docs']);
  expect(docs?.statusCode).toBe(200);
  const assets = [...(docs?.body ?? '').matchAll(/(?:href|src|data-library)="(docs\/assets\/[^"]+)"/g)];
  expect(assets.length).toBe(4);
  const served = answersOf(
    api,
    assets.map(([, path = '']) => `/${path}`),
  );
  expect(served.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
  for (const { body } of served) expect(body.length).toBeGreaterThan(500);
});

test('pages, their style and the pictures of links come from the bundle of the pages', async () => {
  const pages = await handlerOf('pages');
  const [page, ...cards] = answersOf(pages, ['/about', '/card.png', '/zh/states/CHN.png']);
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(page?.body ?? '')?.[1] ?? '';
  expect(answersOf(pages, [style])[0]?.headers['content-type']).toContain('text/css');
  expect(cards.map(({ headers }) => headers['content-type'])).toEqual(['image/png', 'image/png']);
  for (const { body } of cards) expect(Buffer.from(body, 'base64').subarray(1, 4).toString()).toBe('PNG');
});
