import { beforeAll, expect, test } from 'vitest';
import { createLog } from '../../functions/lib/log.ts';
import type { PagesDeps } from '../../functions/pages/deps.ts';
import { createPages } from '../../functions/pages/pages.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { eventOf } from '../support/event.ts';
import { publicUrl, storeOf, withRecord } from '../support/record-fixture.ts';

let table: TestTable;

beforeAll(async () => {
  table = await freshTable();
  await withRecord(table);
});

const site = (over: Partial<PagesDeps> = {}) => {
  const log = createLog({ write: () => undefined });
  const now = () => '2023-01-02T00:00:00.000Z';
  const answer = createPages({ store: storeOf(table), log, now, publicUrl, version: '1', ...over });
  return (target: string, from = '192.0.2.1', headers = {}) =>
    answer(eventOf('GET', target, { from, headers }));
};

const days = Array.from({ length: 60 }, (_, n) => `19${20 + n}-03-02`);
const statusesOf = async (asked: readonly ReturnType<ReturnType<typeof site>>[]) =>
  Map.groupBy(await Promise.all(asked), ({ statusCode }) => statusCode);

test.each(['/states', '/compare', '/data/participations.csv', '/calendar.ics', '/instruments/ilo-c029'])(
  'of many who ask for %s at once as many are answered as may wait, the others are told when to come again',
  async (path) => {
    const ask = site();
    const asked = days.map((day, n) => ask(`${path}?asOf=${day}&from=${day}`, `192.0.2.${n}`));
    const cheap = await ask('/states/CHN', '198.51.100.1');
    expect(cheap.statusCode).toBe(200);
    const byStatus = await statusesOf(asked);
    expect([...byStatus.keys()].sort()).toEqual([200, 429]);
    expect(byStatus.get(200)?.length).toBe(40);
    expect(byStatus.get(429)?.[0]?.headers['retry-after']).toBe('1');
  },
);

test.each([
  ...['/data/participations.csv', '/data/acts.ndjson', '/states.csv', '/board.csv', '/sources', '/zh'],
  ...['/states/CHN', '/states/CHN/instruments/ilo-c029', '/instruments/ilo-c029.csv', '/board.png'],
])('questions about what was known of %s earlier take turns with others', async (path) => {
  const ask = site();
  const asked = days.map((day, n) => ask(`${n < 36 ? '/states/CHN' : path}?knownOn=${day}`, `192.0.2.${n}`));
  const refused = (await statusesOf(asked)).get(429);
  expect(refused?.length).toBe(20);
  expect(refused?.[0]?.headers['retry-after']).toBe('1');
});

test('one client fills no more than its share of those who may wait', async () => {
  const ask = site();
  const greedy = days.map((day) => ask(`/states?asOf=${day}`));
  const other = ask('/states?asOf=2001-03-02', '198.51.100.7');
  const byStatus = await statusesOf(greedy);
  expect(byStatus.get(200)?.length).toBe(10);
  expect((await other).statusCode).toBe(200);
});

test('pages cost a client what questions to the API do, and say in its own form when to come again', async () => {
  const ask = site({ clientLimit: { perSecond: 1, burst: 4 } });
  for (const day of days.slice(0, 2)) expect((await ask(`/states/CHN?asOf=${day}`)).statusCode).toBe(200);
  const told = {
    program: await ask('/states/CHN?asOf=1999-01-01'),
    other: await ask('/states/CHN', '192.0.2.9'),
  };
  expect([told.program.statusCode, told.other.statusCode]).toEqual([429, 200]);
  expect(told.program.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'retry-after': '2',
  });
  const shown = await ask('/zh/states/CHN?asOf=1999-01-01', '192.0.2.1', { accept: 'text/html' });
  expect(shown.statusCode).toBe(429);
  expect(shown.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'retry-after': '2' });
  expect(shown.body).toContain('请求过多');
});

test('whoever has a network of IPv6 is one client, from whichever of its addresses', async () => {
  const ask = site({ clientLimit: { perSecond: 1, burst: 4 } });
  const from = ['2001:db8::1', '2001:0db8:0:0:ffff::2', '2001:db8:0:0:1:2:3:4', '2001:db8:0:1::1'];
  const statuses = [];
  for (const [n, address] of from.entries())
    statuses.push((await ask(`/states/CHN?asOf=${days[n]}`, address)).statusCode);
  expect(statuses).toEqual([200, 200, 429, 200]);
});
