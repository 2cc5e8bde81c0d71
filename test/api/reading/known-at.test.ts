import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { type Instant, later } from '../../../functions/core/instant.ts';
import type { Store } from '../../../functions/store/index.ts';
import { clientOf } from '../../support/api.ts';
import { freshTable, type TestTable } from '../../support/engine/table.ts';
import { anAction, storeOf, withRecord } from '../../support/record-fixture.ts';

const target = '/v1/states/CHN/participations/ilo-c029';

let table: TestTable;
let store: Store;
beforeEach(async () => {
  table = await freshTable();
  store = await withRecord(table);
});

const say = (writer: Store, text: string, now: () => Instant) => {
  const action = anAction({ kind: 'communication', text });
  return writer.recording.recordActions('CHN', 'ilo-c029', [{ action }], { now, by: 'test' });
};

const lastWrite = async (): Promise<Instant> => (await store.record.head()).committedAt ?? '';

const start = '2023-01-02T00:00:00.000Z';
const after = (ms: number): Instant => later(start, ms);

test('what was known is told up to the last write at once, and after it when nothing can be under way', async () => {
  await say(store, 'one', () => start);
  const at = async (knownAt: Instant, now: Instant) =>
    (await clientOf(store, { now: () => now }).get(`${target}?knownAt=${knownAt}`)).status;
  expect(await at(after(0), after(1))).toBe(200);
  expect(await at(after(-1), after(0))).toBe(404);
  expect(await at(after(1), after(1))).toBe(422);
  expect(await at(after(1), after(20_000))).toBe(422);
  expect(await at(after(1), after(20_001))).toBe(200);
  expect(await at(after(2), after(1))).toBe(422);
});

test('a State of which the first fact came later was not on record then', async () => {
  await say(store, 'one', () => start);
  const client = clientOf(store, { now: () => after(60_000) });
  const knownAt = `knownAt=${after(1000)}`;
  const questions = [
    `/v1/instruments/ilo-c029/participations?${knownAt}`,
    `/v1/states/FRA/participations?${knownAt}`,
    `/v1/states/FRA/participations/ilo-c029?${knownAt}`,
    `/v1/states/FRA/progress?source=ohchr-2019-04-29&${knownAt}`,
  ];
  const ask = async () => {
    const answers = await Promise.all(questions.map((question) => client.get(question)));
    return answers.map(({ status, json }) => [status, json.data]);
  };
  const before = await ask();
  expect(before.map(([status]) => status)).toEqual([200, 404, 404, 404]);
  const writing = { now: () => after(2000), by: 'test' };
  await store.recording.recordActions('FRA', 'ilo-c029', [{ action: anAction() }], writing);
  expect(await ask()).toEqual(before);
  expect((await client.get('/v1/states/FRA/participations')).status).toBe(200);
});

test('a refusal says when to ask again', async () => {
  await say(store, 'one', () => start);
  const client = clientOf(store, { now: () => after(5000) });
  const { json } = await client.get(`${target}?knownAt=2023-01-02T00:00:04Z`);
  expect(json).toMatchObject({
    status: 422,
    type: '/problems/invalid-input',
    errors: [
      {
        parameter: 'knownAt',
        detail:
          'What is being recorded now may bear an instant before 2023-01-02T00:00:04.000Z yet; ask again 20 seconds after it, or without knownAt for what is known now.',
      },
    ],
  });
});

test('a write that planned for long bears the instant at which it was planned again', async () => {
  const told = [after(0), after(3001), after(4000), after(4001)];
  const slow = await say(store, 'slow', () => told.shift() ?? '');
  expect(slow.actions[0]?.recordedAt).toBe(after(4000));
});

test('an answer for an instant stays as it was, while five instances write by clocks that differ', async () => {
  const skews = [0, -4000, 2, -9, -50];
  const instances = skews.map((skew) => ({
    writer: storeOf(table),
    now: () => later(new Date().toISOString(), skew),
  }));
  let writing = true;
  const told = new Map<Instant, string>();
  const ask = async (knownAt: Instant) => {
    const client = clientOf(storeOf(table), { now: () => later(new Date().toISOString(), 10_000) });
    const { status, json } = await client.get(`${target}?knownAt=${knownAt}`);
    return status === 200 ? JSON.stringify(json.actions) : undefined;
  };
  const reading = (async () => {
    while (writing) {
      const last = await lastWrite();
      for (const knownAt of [last, later(last, 1), later(last, -3), new Date().toISOString()]) {
        const answer = await ask(knownAt);
        if (answer !== undefined) told.set(knownAt, answer);
      }
    }
  })();
  await Promise.all(
    instances.map(async ({ writer, now }, number) => {
      for (let act = 0; act < 10; act++) {
        await say(writer, `${number}/${act}`, now);
        await sleep(Math.random() * 10);
      }
    }),
  );
  writing = false;
  await reading;
  expect(new Set(told.values()).size).toBeGreaterThan(3);
  for (const [knownAt, answer] of told) expect(await ask(knownAt), knownAt).toBe(answer);
});
