import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deliveryOf } from '../../../functions/core/webhook/composing.ts';
import type { Delivery } from '../../../functions/core/webhook/delivery.ts';
import { anAction, citation } from '../../support/record-fixture.ts';
import { aVerified, fannedOut, type Subscribing, withSubscribing } from '../../support/subscribing.ts';

let all: Subscribing;
let headers: { authorization: string };
let one: Awaited<ReturnType<typeof aVerified>>;
let base: number;

/** A feed of at least eight changes that a subscription, made before them, should have received. */
beforeAll(async () => {
  all = await withSubscribing();
  headers = await all.as();
  base = (await all.store.record.head()).sequence;
});

const days = ['2022-08-12', '2022-08-13', '2022-08-14', '2022-08-15'];

beforeEach(async () => {
  one = await aVerified(all);
  base = one.receivesAfter ?? 0;
  for (const doneOn of days)
    await all.store.recording.recordActions(
      'CHN',
      'ilo-c029',
      [{ action: anAction({ kind: 'communication', doneOn, text: one.id, sources: [citation] }) }],
      { now: () => all.clock.now, by: 'editor' },
    );
  await fannedOut(all.store, one.shard);
});

const post = (target: string, body?: unknown) =>
  all.client.ask('POST', `${one.path}${target}`, { headers, body });
const get = (target: string) => all.client.get(`${one.path}${target}`, headers);

const put = async (offset: number, over: Partial<Delivery>) => {
  const change = { sequence: base + offset, type: 'treaty.action.recorded' as const };
  await all.store.deliveries.create({ ...deliveryOf(change, one.id, 'live', all.clock.now), ...over });
};
const row = (offset: number) =>
  all.store.deliveries.get({ subscription: one.id, key: String(base + offset).padStart(12, '0') });

const settled = { nextAttemptAt: null } as const;

describe('deliveries', () => {
  test('are listed in pages, by status, and shown with their attempts', async () => {
    await put(1, { status: 'delivered', ...settled });
    await put(2, { status: 'exhausted', ...settled });
    await put(3, { status: 'delivered', ...settled });
    const first = await get('/deliveries?limit=2');
    expect(first.json.data.map(({ sequence }: Delivery) => sequence)).toEqual([base + 1, base + 2]);
    const second = await get(`/deliveries?limit=2&after=${first.json.next}`);
    expect(second.json.data[0].sequence).toBe(base + 3);
    expect(second.json.next).toBeNull();
    const failed = await get('/deliveries?status=exhausted');
    expect(failed.json.data.map(({ sequence }: Delivery) => sequence)).toEqual([base + 2]);
    const detail = await get(`/deliveries/${base + 2}`);
    expect(detail.json).toMatchObject({ status: 'exhausted', attempts: [], lastAttempt: null });
    expect((await get(`/deliveries?after=${base + 2}`)).json.data[0].sequence).toBe(base + 3);
  });

  test('that do not exist, and questions that make no sense, are refused', async () => {
    expect((await get('/deliveries/999999')).json.type).toBe('/problems/not-found');
    expect((await get('/deliveries/..')).status).toBe(404);
    expect((await get('/deliveries?status=lost')).json).toMatchObject({
      type: '/problems/unknown-value',
      errors: [{ parameter: 'status' }],
    });
    expect((await get('/deliveries?after=x')).json.errors[0].parameter).toBe('after');
    expect((await get('/deliveries?limit=201')).json.errors[0].parameter).toBe('limit');
  });

  test('are sent again with the same id, in the line behind live ones', async () => {
    await put(1, { status: 'delivered', ...settled });
    const { status, json } = await post(`/deliveries/${base + 1}/resend`);
    expect(status).toBe(202);
    expect(json).toMatchObject({ status: 'pending', trigger: 'resend', nextAttemptAt: all.clock.now });
    expect(json.messageId).toBe((await row(1))?.messageId);
    const [due] = (await all.store.deliveries.due('REPLAY', all.clock.now, 50)).filter(
      ({ subscription }) => subscription === one.id,
    );
    expect(due?.key).toBe(json.key);
  });

  test('that wait for a later attempt are rung for now, and keep their place on the ladder', async () => {
    const nextAttemptAt = '2023-03-01T00:00:00.000Z';
    await put(1, { trigger: 'retry', climbed: 6, attempted: 6, nextAttemptAt });
    all.jobs.length = 0;
    const { status, json } = await post(`/deliveries/${base + 1}/resend`);
    expect([status, json.status, json.nextAttemptAt]).toEqual([202, 'pending', all.clock.now]);
    expect(await row(1)).toMatchObject({ trigger: 'resend', climbed: 6 });
    expect(all.jobs).toEqual([{ subscription: one.id, delivery: json.key }]);
  });

  test('that are in the hands of a sender are left to it', async () => {
    await put(1, {});
    const until = '2030-01-01T00:00:00.000Z';
    const claimed = await all.store.deliveries.claim(
      { subscription: one.id, key: (await row(1))?.key ?? '' },
      'me',
      all.clock.now,
      until,
    );
    expect((await post(`/deliveries/${base + 1}/resend`)).status).toBe(202);
    expect(await row(1)).toEqual(claimed);
    await all.client.ask('PATCH', one.path, { headers, body: { status: 'paused' } });
    expect((await post(`/deliveries/${base + 1}/resend`)).json.type).toBe('/problems/not-active');
  });
});

test('enabling one that is in service brings forward what waits, asks at once where a probe is waited for, and counts it', async () => {
  await put(2, { trigger: 'retry', climbed: 4, attempted: 4, nextAttemptAt: '2023-03-01T00:00:00.000Z' });
  await all.store.subscriptions.update(one.id, (current) => ({
    ...current,
    health: { ...current.health, failuresInARow: 25, nextProbeAt: '2023-03-01T00:00:00.000Z' },
  }));
  all.jobs.length = 0;
  const { json } = await post('/enable');
  expect(json.missed).toMatchObject({ pending: 1, replay: { body: { only: 'undelivered' } } });
  expect(json.subscription.health.nextProbeAt).toBe(all.clock.now);
  expect(await row(2)).toMatchObject({ status: 'pending', climbed: 4, nextAttemptAt: all.clock.now });
  expect(all.jobs).toHaveLength(1);
});

describe('a replay', () => {
  const replay = (only: string, more: object = { afterSequence: base }) => post('/replay', { ...more, only });
  const triggers = () => Promise.all([1, 2, 3, 4].map(async (offset) => (await row(offset))?.trigger));

  beforeEach(async () => {
    await put(1, { status: 'delivered', ...settled });
    await put(2, { status: 'exhausted', ...settled });
    await put(3, { status: 'held', ...settled });
  });

  test.each([
    ['failed', ['live', 'replay', 'live', undefined]],
    ['missing', ['live', 'live', 'replay', 'replay']],
    ['undelivered', ['live', 'replay', 'replay', 'replay']],
    ['all', ['replay', 'replay', 'replay', 'replay']],
  ])('of what is %s', async (only, expected) => {
    const { status, json } = await replay(only);
    expect(status).toBe(202);
    expect(await triggers()).toEqual(expected);
    expect(json).toEqual({
      replayed: expected.filter((trigger) => trigger === 'replay').length,
      pending: 0,
      throughSequence: base + 4,
      next: null,
    });
  });

  test.each([
    ['failed', 'retry'],
    ['missing', 'replay'],
    ['undelivered', 'replay'],
    ['all', 'replay'],
  ])('of what is %s says what is pending, and brings forward what waits for later', async (only, trigger) => {
    const later = '2023-03-01T00:00:00.000Z';
    await put(4, { status: 'pending', trigger: 'retry', climbed: 4, nextAttemptAt: later });
    const { json } = await replay(only);
    expect(json.pending).toBe(1);
    expect(await row(4)).toMatchObject({ status: 'pending', trigger, climbed: 4 });
    expect((await row(4))?.nextAttemptAt === all.clock.now).toBe(trigger === 'replay');
  });

  test('since an instant begins with the first change at or after it', async () => {
    expect((await replay('all', { since: '2030-01-01T00:00:00.000Z' })).json.replayed).toBe(0);
    expect((await replay('missing', { since: '2023-01-01T12:00:00.000Z' })).json.replayed).toBe(2);
  });

  test('runs one at a time, until its last delivery is settled', async () => {
    await replay('missing');
    const refused = await replay('all');
    expect(refused.json.type).toBe('/problems/replay-running');
    expect(refused.headers['retry-after']).toBe('10');
    for (const offset of [3, 4]) {
      const waiting = await row(offset);
      if (waiting) await all.store.deliveries.put({ ...waiting, status: 'delivered', ...settled });
    }
    expect((await replay('failed')).status).toBe(202);
  });

  test('asked for twice at once runs once', async () => {
    const answers = await Promise.all([replay('missing'), replay('missing'), replay('missing')]);
    const replayed = answers.flatMap(({ json }) => (json.replayed ? [json.replayed] : []));
    expect(replayed.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  test('says what would be accepted', async () => {
    expect((await replay('some')).json.errors[0].pointer).toBe('/only');
    expect((await replay('all', { afterSequence: -1 })).json.errors[0].pointer).toBe('/afterSequence');
    expect((await replay('all', {})).status).toBe(422);
    await all.client.ask('PATCH', one.path, { headers, body: { status: 'paused' } });
    expect((await replay('all')).json.type).toBe('/problems/not-active');
  });
});

test('WH-28 the feed of a subscription is what it should have received', async () => {
  const of = async (query: string) =>
    (await all.client.get(`/v1/changes?subscription=${one.id}${query}`, headers)).json;
  const { data, sequence } = await of('');
  expect(data.map((change: { sequence: number }) => change.sequence)).toEqual(
    [1, 2, 3, 4].map((offset) => base + offset),
  );
  expect(sequence).toBe(base + 4);
  expect((await of(`&after=${base + 3}`)).data).toHaveLength(1);
  await all.client.ask('PATCH', one.path, { headers, body: { filter: { states: ['FRA'] } } });
  expect((await of('')).data).toEqual(data);
});
