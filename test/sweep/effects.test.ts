import { expect, test } from 'vitest';
import { createLog } from '../../functions/lib/log.ts';
import type { Store } from '../../functions/store/index.ts';
import { createEffects } from '../../functions/sweep/effects.ts';
import { createSweep } from '../../functions/sweep/sweep.ts';
import { freshTable } from '../support/engine/table.ts';
import {
  anAction,
  anInstrument,
  citation,
  publicUrl,
  storeOf,
  withRecord,
} from '../support/record-fixture.ts';

const sweepAt = (store: Store, now: string): Promise<number> => createEffects({ store, now: () => now })();

const writing = { now: () => '2023-01-02T00:00:00.000Z', by: 'test' };

async function moves(store: Store, after = 0) {
  const { sequence } = await store.record.head();
  const changes = await Array.fromAsync(store.changes.list(after, sequence));
  return changes
    .map(({ body }) => JSON.parse(body))
    .filter(({ type }) => type === 'treaty.status.changed')
    .map(({ data }) => `${data.status.from} > ${data.status.to} on ${data.status.on}`);
}

test('a sweep on the day before commits nothing, on the day once, and again nothing', async () => {
  const store = await withRecord(await freshTable());
  await store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], writing);
  let now = '2023-08-11T23:59:59.999Z';
  const sweep = createEffects({ store, now: () => now });
  expect(await sweep()).toBe(0);
  now = '2023-08-12T00:00:00.000Z';
  expect(await sweep()).toBe(1);
  now = '2023-08-12T00:01:00.000Z';
  expect(await sweep()).toBe(0);
  expect(await moves(store)).toEqual([
    'no-action > contracting-state on 2022-08-12',
    'contracting-state > party on 2023-08-12',
  ]);
});

test('after years without a sweep each change is committed in order, dated on its legal day, by one of many sweeps', async () => {
  const table = await freshTable();
  const store = await withRecord(table);
  const denunciation = anAction({ kind: 'denunciation', doneOn: '2022-09-01', sources: [citation] });
  await store.recording.recordActions(
    'CHN',
    'ilo-c029',
    [{ action: anAction() }, { action: denunciation }],
    writing,
  );
  const revised = anInstrument({
    withdrawalRule: { kind: 'notice', period: { months: 24 }, rounding: 'none', clause: 'article 30' },
  });
  await store.cataloguing.putInstrument('ilo-c029', revised, { ...writing, ifVersion: 1 });
  await sweepAt(store, '2023-01-03T00:00:00.000Z');
  const sweeps = Array.from({ length: 4 }, () => sweepAt(storeOf(table), '2026-11-23T00:00:00.000Z'));
  const committed = await Promise.all(sweeps);
  expect(committed.reduce((sum, count) => sum + count, 0)).toBe(2);
  expect((await moves(store)).slice(-2)).toEqual([
    'contracting-state > party on 2023-08-12',
    'party > former-party on 2024-09-01',
  ]);
});

test('a revised rule that moves the entry into force is committed by the next sweep', async () => {
  const store = await withRecord(await freshTable());
  await store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], writing);
  const sooner = anInstrument({
    entryIntoForceRule: {
      after: 'registration',
      period: { months: 1 },
      rounding: 'none',
      clause: 'article 28',
    },
  });
  await store.cataloguing.putInstrument('ilo-c029', sooner, { ...writing, ifVersion: 1 });
  expect(await sweepAt(store, '2023-01-03T00:00:00.000Z')).toBe(1);
  expect((await moves(store)).at(-1)).toBe('contracting-state > party on 2022-09-12');
});

test('a status that a wrong clock moved too early is moved back, and moves again on its day', async () => {
  const store = await withRecord(await freshTable());
  await store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], writing);
  await store.recording.reconcile('CHN', 'ilo-c029', { now: () => '2031-01-01T00:00:00.000Z', by: 'ahead' });
  expect((await moves(store)).at(-1)).toBe('contracting-state > party on 2023-08-12');
  expect(await sweepAt(store, '2023-02-01T00:00:00.000Z')).toBe(1);
  expect((await moves(store)).at(-1)).toBe('party > contracting-state on 2022-08-12');
  expect(await sweepAt(store, '2023-08-12T00:00:00.000Z')).toBe(1);
  expect((await moves(store)).at(-1)).toBe('contracting-state > party on 2023-08-12');
});

test('a sweep that cannot reach the table says so in its report and does not throw', async () => {
  const store = storeOf({ ...(await freshTable()), name: 'no-such-table' });
  const lines: string[] = [];
  const sweep = createSweep({
    store,
    queues: { fanout: async () => undefined, deliver: async () => undefined },
    publicUrl,
    now: () => '2026-11-23T00:00:00.000Z',
    log: createLog({ write: (line) => lines.push(line) }),
  });
  expect(await sweep()).toMatchObject({ effects: { error: expect.any(String) } });
  expect(lines.join('\n')).toContain('a part of the sweep failed');
});
