import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aProtocol, withProtocol } from '../../support/depositary/observing.ts';
import { freshTable } from '../../support/engine/table.ts';
import { at, ops } from '../cli.ts';

test('an operator is told that nobody watches, when a document is due, and what a round has left', async () => {
  const table = await freshTable();
  const store = await withProtocol(table);
  const document = { url: 'http://127.0.0.1:9/IV-5', kind: 'untc-page' as const, everyDays: 1 };
  const writing = { now: () => '2018-01-02T00:00:00.000Z', by: 'fixture', ifVersion: 1 };
  await store.cataloguing.putInstrument('lists', aProtocol('IV-5', { document }), writing);
  const env = { DATA_DIR: await mkdtemp(join(tmpdir(), 'documents-')) };
  const run = (...args: string[]) => ops(['watch', ...args, ...at(table)], { env });

  const before = await run('status');
  expect(before.out).toMatch(/lists +never read +not watched yet/);
  expect(before.err).toContain('No depositary was ever asked');
  expect(JSON.parse((await run('status', '--json')).out)).toMatchObject([{ instrument: 'lists', due: null }]);

  await store.looks.began('2026-02-04T00:00:00.000Z');
  const begun = await run('status');
  expect(begun.out).toMatch(/lists +never read +due 2026-02-04T\d\d:\d\d/);
  expect(begun.err).not.toContain('No depositary');

  const host = new URL(document.url).origin;
  const now = new Date();
  await store.looks.pause(host, 'another', now.toISOString(), new Date(now.getTime() + 9e6).toISOString());
  const round = await run('run', '--contact', 'desk@example.org');
  expect(round).toMatchObject({ code: 1, out: expect.stringContaining('0 read, 0 failed') });
  expect(round.err).toContain('1 stays due: this round ended');
});
