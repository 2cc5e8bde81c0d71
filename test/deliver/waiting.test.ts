import type { Socket } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { messageTo } from '../../functions/core/webhook/composing.ts';
import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import { newHealth } from '../../functions/core/webhook/health.ts';
import { hour, later, minute, second } from '../../functions/core/webhook/time.ts';
import { hashChallenge } from '../../functions/core/webhook/verification.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/table.ts';
import { deliveringOf, madeUp, reread, standing, start, subscribed, withRatification } from './delivering.ts';
import { plain, receiver } from './receiver.ts';

let store: Store;
beforeAll(async () => {
  store = await withRatification(await freshTable());
});

const status =
  (line: string, body = '') =>
  (socket: Socket) =>
    socket.end(plain(line, [], body));
const [ok, oops] = [status('200 OK'), status('500 Oops')];

const idsOf = (requests: string[]) => requests.map((request) => /webhook-id: (\S+)/.exec(request)?.[1]);

const probing = (over = {}) => ({
  status: 'failing' as const,
  health: {
    ...newHealth,
    failuresInARow: 20,
    firstFailureAt: start,
    lastFailureAt: start,
    nextProbeAt: later(start, minute),
    probes: 1,
    ...over,
  },
});

describe('health', () => {
  test('five failures in a row make it failing, and its owner is told once', async () => {
    await using to = await receiver(oops);
    const subscription = await subscribed(store, to.port);
    const { attend, rung } = deliveringOf(store);
    for (let sequence = 1; sequence <= 6; sequence++)
      await attend(await madeUp(store, subscription, sequence));
    expect(await standing(store, subscription)).toMatchObject({
      status: 'failing',
      health: { failuresInARow: 6 },
    });
    const told = (await Array.fromAsync(store.deliveries.list(subscription.id))).filter(
      ({ type }) => type === 'subscription.failing',
    );
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0]?.body ?? '')).toMatchObject({
      id: told[0]?.key,
      type: 'subscription.failing',
      data: { subscription: subscription.id, reason: 'http_status', failuresInARow: 5, since: start },
    });
    expect(rung).toContainEqual({ subscription: subscription.id, delivery: told[0]?.key, delay: 0 });
  });

  test('one 2xx heals', async () => {
    await using to = await receiver(ok);
    const failing = { ...probing({ failuresInARow: 7, nextProbeAt: null }) };
    const subscription = await subscribed(store, to.port, failing);
    await deliveringOf(store).attend(await madeUp(store, subscription, 1));
    expect(await standing(store, subscription)).toMatchObject({
      status: 'active',
      health: { failuresInARow: 0, firstFailureAt: null, lastSuccessAt: start },
    });
  });

  test('120 h of silence disable it; what it should have had is held, and its owner is told all the same', async () => {
    const answers = [oops];
    await using to = await receiver((socket) => (answers.shift() ?? ok)(socket));
    const silent = probing({ nextProbeAt: null, lastFailureAt: later(start, 100 * hour) });
    const subscription = await subscribed(store, to.port, silent);
    const [row, next] = [await madeUp(store, subscription, 1), await madeUp(store, subscription, 2)];
    const { attend, pass, rung } = deliveringOf(store);
    pass(120 * hour);
    await attend(row);
    await attend(next);
    expect(await standing(store, subscription)).toMatchObject({ status: 'disabled', reason: 'failing' });
    expect([(await reread(store, row)).status, (await reread(store, next)).status]).toEqual(['held', 'held']);
    const [{ delivery: key = '' } = {}] = rung;
    await attend({ subscription: subscription.id, key });
    expect(await reread(store, { subscription: subscription.id, key })).toMatchObject({
      type: 'subscription.disabled',
      status: 'delivered',
    });
    expect(to.requests).toHaveLength(2);
    expect((await standing(store, subscription)).status).toBe('disabled');
  });

  test('a paused subscription has its events recorded as held, and is not sent to', async () => {
    await using to = await receiver(ok);
    const subscription = await subscribed(store, to.port, { status: 'paused', reason: 'owner' });
    const row = await madeUp(store, subscription, 1);
    await deliveringOf(store).attend(row);
    expect(await reread(store, row)).toMatchObject({ status: 'held', nextAttemptAt: null, attempted: 0 });
    expect(to.requests).toEqual([]);
  });
});

describe('probing', () => {
  test('after twenty failures only the oldest waiting delivery is tried, 1 to 60 minutes apart', async () => {
    await using to = await receiver(oops);
    const subscription = await subscribed(store, to.port, probing());
    const rows: Delivery[] = [];
    for (let sequence = 1; sequence <= 4; sequence++) rows.push(await madeUp(store, subscription, sequence));
    const { attend, clock, lines } = deliveringOf(store);
    await attend(...rows);
    expect(to.requests).toEqual([]);
    const waits: number[] = [];
    for (let probes = 0; probes < 9; probes++) {
      const { nextProbeAt } = (await standing(store, subscription)).health;
      waits.push((Date.parse(nextProbeAt ?? '') - Date.parse(clock.now)) / minute);
      clock.now = nextProbeAt ?? '';
      await attend(...rows.toReversed());
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(idsOf(to.requests)).toEqual(Array(9).fill('chg_000000000001'));
    expect(await reread(store, { subscription: subscription.id, key: '000000000001' })).toMatchObject({
      climbed: 0,
      attempted: 9,
      status: 'pending',
    });
    expect(lines().filter((line) => line.trigger === 'probe')).toHaveLength(9);
  });

  test('of many senders that come when a probe is due, one probes', async () => {
    await using to = await receiver(oops);
    const subscription = await subscribed(store, to.port, probing({ nextProbeAt: start }));
    const rows: Delivery[] = [];
    for (let sequence = 1; sequence <= 8; sequence++) rows.push(await madeUp(store, subscription, sequence));
    await Promise.all(rows.map((row) => deliveringOf(store).attend(row)));
    expect(idsOf(to.requests)).toEqual(['chg_000000000001']);
  });

  test('the first 2xx releases what waits, doorbell by doorbell, each not before its own ladder', async () => {
    await using to = await receiver(ok);
    const subscription = await subscribed(store, to.port, probing({ nextProbeAt: start }));
    const parked = { nextAttemptAt: later(start, 2 * hour) };
    const oldest = await madeUp(store, subscription, 1);
    for (let sequence = 2; sequence <= 120; sequence++) await madeUp(store, subscription, sequence, parked);
    const failed = {
      startedAt: start,
      trigger: 'live' as const,
      times: { total: 0 },
      verdict: 'failed' as const,
      code: 'timeout' as const,
      status: null,
      headers: {},
      body: '',
    };
    const onLadder = await madeUp(store, subscription, 121, {
      ...parked,
      ...{ climbed: 2, attempted: 2, trigger: 'retry', attempts: [failed, failed] },
    });
    const { attend, rung } = deliveringOf(store);
    await attend(oldest);
    for (let job = rung.shift(); job; job = rung.shift())
      if (job.delay === 0) await attend({ subscription: job.subscription, key: job.delivery });
    expect(new Set(idsOf(to.requests)).size).toBe(120);
    expect(to.requests).toHaveLength(120);
    expect(await reread(store, onLadder)).toMatchObject({ nextAttemptAt: later(start, 5 * minute) });
  });
});

describe('a verification', () => {
  const challenge = 'a-challenge-of-some-length';
  const pending = { status: 'pending' as const, verifiedAt: null, receivesAfter: null };

  async function verification(port: number): Promise<{ id: string; row: Delivery }> {
    const { id } = await subscribed(store, port, { ...pending, challengeHash: hashChallenge(challenge) });
    const message = messageTo(
      id,
      {
        id: store.newId('msg'),
        type: 'subscription.verification',
        data: { challenge },
        trigger: 'verification',
      },
      start,
    );
    await store.deliveries.create(message);
    return { id, row: message };
  }

  test.each([
    ['JSON', JSON.stringify({ challenge })],
    ['bare text', `${challenge}\n`],
  ])('WH-15 answered with the challenge as %s makes the subscription active', async (_form, body) => {
    await using to = await receiver(status('200 OK', body));
    const { id, row } = await verification(to.port);
    await deliveringOf(store).attend(row);
    expect(await standing(store, { id })).toMatchObject({
      status: 'active',
      challengeHash: null,
      verifiedAt: start,
    });
    expect((await standing(store, { id })).receivesAfter).toBe((await store.record.head()).sequence);
    expect((await reread(store, row)).status).toBe('delivered');
  });

  test.each([
    ['without it', '200 OK', 'welcome'],
    ['with it in an error', '500 Oops', JSON.stringify({ challenge })],
  ])(
    'WH-15 answered %s verifies nothing: three attempts, the last one to be seen',
    async (_how, line, body) => {
      await using to = await receiver(status(line, body));
      const { id, row } = await verification(to.port);
      const { attend, pass } = deliveringOf(store);
      await attend(row);
      await attend(row);
      expect(to.requests).toHaveLength(1);
      pass(5 * second);
      await attend(row);
      pass(minute);
      await attend(row);
      pass(hour);
      await attend(row);
      expect(to.requests).toHaveLength(3);
      const { status: end, attempts } = await reread(store, row);
      expect(end).toBe('exhausted');
      expect(attempts.at(-1)).toMatchObject({
        trigger: 'verification',
        verdict: 'failed',
        code: 'http_status',
        body,
      });
      expect(await standing(store, { id })).toMatchObject({
        status: 'pending',
        health: { failuresInARow: 0 },
      });
    },
  );

  test('WH-15 nothing else is sent before it', async () => {
    await using to = await receiver(ok);
    const row = await madeUp(store, await subscribed(store, to.port, pending), 1);
    await deliveringOf(store).attend(row);
    expect((await reread(store, row)).status).toBe('held');
    expect(to.requests).toEqual([]);
  });

  test('that another one has replaced is not sent', async () => {
    await using to = await receiver(ok);
    const { id, row } = await verification(to.port);
    await store.subscriptions.update(id, (one) => ({ ...one, challengeHash: hashChallenge('newer') }));
    await deliveringOf(store).attend(row);
    expect((await reread(store, row)).status).toBe('exhausted');
    expect(to.requests).toEqual([]);
  });
});

describe('on request', () => {
  test('a test is one attempt, counts for nothing unless it succeeds, and goes out to a probed receiver', async () => {
    const answers = [oops];
    await using to = await receiver((socket) => (answers.shift() ?? ok)(socket));
    const subscription = await subscribed(store, to.port, probing());
    const tests = ['1', '2'].map(() =>
      messageTo(
        subscription.id,
        { id: store.newId('msg'), type: 'subscription.test', data: {}, trigger: 'test' },
        start,
      ),
    );
    const { attend, lines } = deliveringOf(store);
    const ends: unknown[] = [];
    for (const row of tests) {
      await store.deliveries.create(row);
      await attend(row);
      const { health } = await standing(store, subscription);
      ends.push([(await reread(store, row)).status, health.failuresInARow]);
    }
    expect(ends).toEqual([
      ['exhausted', 20],
      ['delivered', 0],
    ]);
    expect(lines().some((line) => 'DeliveriesOk' in line || 'DeliveriesExhausted' in line)).toBe(false);
  });

  test('a replay goes out one delivery after the other, each ringing for the next', async () => {
    let open = 0;
    let most = 0;
    await using to = await receiver((socket) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        ok(socket);
      }, 30);
    });
    const subscription = await subscribed(store, to.port);
    const rows: Delivery[] = [];
    for (let sequence = 1; sequence <= 6; sequence++)
      rows.push(await madeUp(store, subscription, sequence, { trigger: 'replay', deliveredAt: start }));
    const { attend, rung } = deliveringOf(store);
    await Promise.all(rows.map((row) => attend(row)));
    for (let job = rung.shift(); job; job = rung.shift())
      await attend({ subscription: job.subscription, key: job.delivery });
    expect(most).toBe(1);
    expect(new Set(idsOf(to.requests)).size).toBe(to.requests.length);
    const left = (await Promise.all(rows.map((row) => reread(store, row)))).filter(
      (row) => row.status === 'pending',
    );
    expect(left.length + to.requests.length).toBe(6);
    expect(to.requests.length).toBeGreaterThan(1);
  });

  test('what was delivered before stays so if sending it again fails; what was not goes on with its ladder', async () => {
    await using to = await receiver(oops);
    const subscription = await subscribed(store, to.port);
    const once = await madeUp(store, subscription, 1, { trigger: 'resend', deliveredAt: start });
    const never = await madeUp(store, subscription, 2, { trigger: 'replay' });
    const worn = await madeUp(store, subscription, 3, { trigger: 'replay', climbed: 10 });
    const { attend } = deliveringOf(store);
    for (const row of [once, never, worn]) await attend(row);
    expect(await reread(store, once)).toMatchObject({ status: 'delivered', attempted: 1, climbed: 0 });
    expect(await reread(store, never)).toMatchObject({
      status: 'pending',
      trigger: 'retry',
      nextAttemptAt: later(start, 5 * second),
    });
    expect(await reread(store, worn)).toMatchObject({ status: 'exhausted' });
  });
});

test('WH-29 nothing that is printed holds a secret, a signature or an address', async () => {
  await using good = await receiver(ok);
  await using bad = await receiver(oops);
  const { attend, printed, pass, deps } = deliveringOf(store);
  for (const { port } of [good, bad]) {
    const subscription = await subscribed(store, port);
    for (let sequence = 1; sequence <= 5; sequence++)
      await attend(await madeUp(store, subscription, sequence));
  }
  await attend(await madeUp(store, await subscribed(store, 9, { url: 'http://10.0.0.1/in' }), 1));
  await attend(await madeUp(store, await subscribed(store, 1), 1));
  pass(5 * second);
  const failing = { ...deps, send: () => Promise.reject(new Error('unforeseen')) };
  await deliveringOf(store, failing).attend(await madeUp(store, await subscribed(store, good.port), 1));
  const text = printed.join('\n');
  expect(printed.length).toBeGreaterThan(20);
  expect(text).not.toMatch(/whsec_|whpk_|v1,|v1a,|webhook-signature|127\.0\.0\.1|10\.0\.0\.1|hooks\.example/);
  const signatures = good.requests.flatMap((request) => request.match(/v1a?,([^\s]+)/g) ?? []);
  expect(signatures.length).toBe(10);
  for (const signature of signatures) expect(text).not.toContain(signature.slice(4, 40));
});
