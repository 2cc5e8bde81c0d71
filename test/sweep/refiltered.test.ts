import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { changeId } from '../../functions/core/ids.ts';
import { hour, later } from '../../functions/core/instant.ts';
import type { Filter } from '../../functions/core/webhook/filter.ts';
import { createFanout } from '../../functions/fanout/fanout.ts';
import { createSubscriptionWalk } from '../../functions/sweep/subscription-walk.ts';
import { jobsEvent } from '../support/jobs.ts';
import { captureLog } from '../support/quiet-log.ts';
import { anAction, anInstrument, publicUrl } from '../support/record-fixture.ts';
import { aVerified, type Subscribing, withSubscribing } from '../support/subscribing.ts';

const instruments: Filter = { types: ['instrument.*'] };
const actions: Filter = { types: ['treaty.*'] };

let subscribing: Subscribing;
beforeEach(async () => {
  subscribing = await withSubscribing();
});

const headOf = async () => (await subscribing.store.record.head()).sequence;

async function revise(title: string): Promise<number> {
  const { store, clock } = subscribing;
  const ifVersion = await store.record.read(
    ({ catalogue }) => catalogue.instruments.get('ilo-c029')?.version ?? 0,
  );
  const writing = { now: () => clock.now, by: 'editor', ifVersion };
  await store.cataloguing.putInstrument('ilo-c029', anInstrument({ title }), writing);
  return headOf();
}

async function ratify(state: string): Promise<number> {
  const { store, clock } = subscribing;
  const writing = { now: () => clock.now, by: 'editor' };
  await store.recording.recordActions(state, 'ilo-c029', [{ action: anAction() }], writing);
  return headOf();
}

async function fanOut(shard: number): Promise<void> {
  const { store, clock } = subscribing;
  const queues = { fanout: async () => {}, deliver: async () => {} };
  const fanout = createFanout({ store, queues, now: () => clock.now, log: captureLog().log });
  const { batchItemFailures } = await fanout(jobsEvent([{ shard, through: await headOf() }]));
  expect(batchItemFailures).toEqual([]);
}

/** The checkpoint made by a whole walk of sweeps. */
async function checkpointOf(id: string) {
  const { store, clock } = subscribing;
  const walk = createSubscriptionWalk({
    store,
    queues: { deliver: async () => {} },
    log: captureLog().log,
    publicUrl,
  });
  for (let turn = 0; turn < 8; turn++) await walk(clock.now);
  const rows = await Array.fromAsync(store.deliveries.list(id, { backwards: true }));
  return JSON.parse(rows.find(({ type }) => type === 'feed.checkpoint')?.body ?? '{}').data;
}

const rowsOf = async (id: string) =>
  (await Array.fromAsync(subscribing.store.deliveries.list(id))).flatMap(({ sequence }) => sequence ?? []);

const digestOf = (sequences: readonly number[]) =>
  createHash('sha256').update(sequences.map(changeId).join('\n')).digest('hex');

test('WH-28 a change is judged by the filter in force at its sequence: rows, feed, checkpoint and replay agree', async () => {
  const { client, store, clock } = subscribing;
  const { id, path, headers, shard } = await aVerified(subscribing, { filter: instruments });
  const begun = await headOf();
  await store.fanout.advance(shard, begun);
  const wanted = [await revise('one')];
  await ratify('CHN');
  const patched = await client.ask('PATCH', path, { headers, body: { filter: actions } });
  expect(patched.status).toBe(200);
  const changed = await headOf();
  await revise('two');
  const end = await ratify('FRA');
  for (let sequence = changed + 2; sequence <= end; sequence++) wanted.push(sequence);
  await fanOut(shard);
  expect(await rowsOf(id)).toEqual(wanted);
  clock.now = later(clock.now, hour);
  const feed = await client.ask('GET', `/v1/changes?subscription=${id}&after=${begun}`, { headers });
  expect(feed.json.data.map(({ sequence }: { sequence: number }) => sequence)).toEqual(wanted);
  expect(await checkpointOf(id)).toMatchObject({
    fromSequence: begun + 1,
    toSequence: end,
    matched: wanted.length,
    sha256OfIds: digestOf(wanted),
  });
  const replay = { afterSequence: begun, only: 'missing' };
  const replayed = await client.ask('POST', `${path}/replay`, { headers, body: replay });
  expect(replayed.json.replayed).toBe(0);
});

test('a filter that nothing was committed under is not kept, and one set again later holds from then on', async () => {
  const { client, store } = subscribing;
  const { id, path, headers } = await aVerified(subscribing, { filter: instruments });
  const patch = (filter: Filter) => client.ask('PATCH', path, { headers, body: { filter } });
  const begun = await headOf();
  await patch(actions);
  await patch({});
  await revise('one');
  await patch(instruments);
  expect(await store.subscriptions.filters(id, 0)).toEqual([
    { after: 0, filter: instruments },
    { after: begun, filter: {} },
    { after: begun + 1, filter: instruments },
  ]);
  expect(await store.subscriptions.filters(id, begun + 1)).toEqual([
    { after: begun + 1, filter: instruments },
  ]);
});

test('a change committed while the filter is being changed is under one filter or the other, for everybody', async () => {
  const { client, store, clock } = subscribing;
  const { id, path, headers, shard } = await aVerified(subscribing, { filter: instruments });
  const begun = await headOf();
  await store.fanout.advance(shard, begun);
  const patch = (filter: Filter) => client.ask('PATCH', path, { headers, body: { filter } });
  for (let turn = 0; turn < 4; turn++) {
    const filter = turn % 2 ? instruments : actions;
    await Promise.all([patch(filter), revise(`title ${turn}`).then(() => fanOut(shard))]);
  }
  await fanOut(shard);
  clock.now = later(clock.now, hour);
  const rows = await rowsOf(id);
  const feed = await client.ask('GET', `/v1/changes?subscription=${id}&after=${begun}`, { headers });
  expect(feed.json.data.map(({ sequence }: { sequence: number }) => sequence)).toEqual(rows);
  expect(await checkpointOf(id)).toMatchObject({ matched: rows.length, sha256OfIds: digestOf(rows) });
});
