import { expect, test } from 'vitest';
import { hour, later, minute, msBetween } from '../../../functions/core/instant.ts';
import { shardCount } from '../../../functions/core/webhook/subscription.ts';
import { plain } from '../../deliver/receiver.ts';
import { faultsOf } from '../promises.ts';
import { aStory, type Story, type Subscribed } from '../story.ts';
import { aSubscriber, ok, type Subscriber } from '../subscriber.ts';

/** Makes five changes for a receiver that always answers 500, until it has failed more than twenty times. */
async function intoProbing(story: Story, subscriber: Subscriber) {
  subscriber.mood.answer = () => plain('500 Oops');
  const subscribed = await story.subscribe(subscriber);
  const begun = story.clock.now;
  const changes: string[] = [];
  for (const text of ['one', 'two', 'three', 'four', 'five']) changes.push(await story.record(text));
  await story.until(later(begun, 10 * minute));
  expect(await story.ask('GET', subscribed.path)).toMatchObject({
    status: 'failing',
    reason: null,
    health: { failuresInARow: expect.any(Number), firstFailureAt: begun, lastSuccessAt: null },
  });
  const warning = subscriber.arrivals.find(({ type }) => type === 'subscription.failing');
  expect(warning?.data).toMatchObject({ subscription: subscribed.id, failuresInARow: 5, since: begun });
  await story.until(later(begun, 36 * minute));
  const probing = story.clock.now;
  expect((await story.ask('GET', subscribed.path)).health).toMatchObject({
    failuresInARow: 24,
    nextProbeAt: later(probing, minute),
  });
  return { ...subscribed, begun, changes, probing };
}

/** Expects each later POST to be a probe with the oldest change, 1 to 60 minutes after the one before. */
function expectProbes({ arrivals }: Subscriber, from: string, oldest: string): void {
  const probes = arrivals.filter(({ at }) => at >= from);
  expect(probes.length).toBeGreaterThan(2);
  expect(new Set(probes.map(({ id }) => id))).toEqual(new Set([oldest]));
  for (const [index, { at }] of probes.entries()) {
    if (index === 0) continue;
    const wait = msBetween(probes[index - 1]?.at ?? '', at);
    expect(wait).toBeGreaterThanOrEqual(minute);
    expect(wait).toBeLessThanOrEqual(61 * minute);
  }
}

test('WH-26 after 120 h without a 2xx a subscription is disabled, with warnings and probes on the way and nothing lost', async () => {
  const story = await aStory();
  await using subscriber = await aSubscriber(story.clock);
  subscriber.mood.answer = () => plain('500 Oops');
  const { id, path } = await story.subscribe(subscriber);
  const begun = story.clock.now;
  const after = (hours: number) => later(begun, hours * hour);

  const changes = [await story.record('climbs the whole ladder')];
  await story.until(after(3));
  const [warning, ...again] = new Set(subscriber.ids('subscription.failing'));
  expect(warning).toBeDefined();
  expect(again).toEqual([]);
  expect(await story.ask('GET', path)).toMatchObject({
    status: 'failing',
    reason: null,
    health: { firstFailureAt: begun, lastSuccessAt: null },
  });
  await story.until(after(96));
  changes.push(await story.record('is probed with'), await story.record('waits behind it'));
  await story.until(after(108));
  changes.push(await story.record('comes while it is probed'));
  await story.until(later(after(120), -1));
  expectProbes(subscriber, after(96), changes[1] ?? '');
  expect(await story.ask('GET', path)).toMatchObject({
    status: 'failing',
    health: { firstFailureAt: begun },
  });

  story.pass(1);
  const other = story.anotherSweep();
  for (let shard = 0; shard < shardCount; shard++) await Promise.all([story.sweep(), other()]);
  await story.until(after(124));
  expect(await story.ask('GET', path)).toMatchObject({ status: 'disabled', reason: 'failing' });
  const told = subscriber.arrivals.filter(({ type }) => type === 'subscription.disabled');
  expect(told).toMatchObject([
    { at: after(120), data: { subscription: id, reason: 'failing', since: begun } },
  ]);
  changes.push(await story.record('comes while it is off'));
  await story.until(after(150));
  expect(subscriber.arrivals.at(-1)).toBe(told[0]);

  subscriber.mood.answer = () => ok;
  expect((await story.ask('POST', `${path}/enable`)).missed).toMatchObject({
    held: 4,
    exhausted: 1,
    missing: 0,
  });
  await expectAllByReplay(story, subscriber, { id, path }, changes);
}, 300_000);

/** Expects held and exhausted deliveries to come with the one replay that `enable` proposes. */
async function expectAllByReplay(
  story: Story,
  subscriber: Subscriber,
  { id, path }: Subscribed,
  changes: string[],
): Promise<void> {
  const before = subscriber.arrivals.length;
  const { replay } = (await story.ask('POST', `${path}/enable`)).missed;
  await story.ask(replay.method, replay.path, replay.body);
  await story.until(later(story.clock.now, hour));
  expect((await story.ask('POST', `${path}/enable`)).missed.replay).toBeNull();
  expect(subscriber.arrivals.slice(before).map((one) => one.id)).toEqual(changes);
  expect(await story.owed(id)).toEqual(changes);
  expect(await faultsOf(story, subscriber)).toEqual([]);
}

test('WH-26 with every doorbell lost, the first probe is not an hour late', async () => {
  const story = await aStory();
  await using subscriber = await aSubscriber(story.clock);
  const { changes, probing } = await intoProbing(story, subscriber);
  story.doorbells.lose();
  story.pass(minute);
  await story.round();
  const [probe] = subscriber.arrivals.filter(({ at }) => at > probing);
  expect(probe?.id).toBe(changes[0]);
  expect(await faultsOf(story, subscriber)).toEqual([]);
});

test('WH-26 one 2xx to a probe heals, and what waited follows', async () => {
  const story = await aStory();
  await using subscriber = await aSubscriber(story.clock);
  const { path, begun, changes } = await intoProbing(story, subscriber);
  await story.until(later(begun, 3 * hour));
  changes.push(await story.record('the sixth'));
  await story.settle();
  const before = subscriber.arrivals.length;
  subscriber.mood.answer = () => ok;
  await story.until(later(begun, 4 * hour + minute));
  const since = subscriber.arrivals.slice(before);
  expect(
    since
      .map(({ id }) => id)
      .filter((id) => id.startsWith('chg_'))
      .sort(),
  ).toEqual(changes);
  expect(since[0]?.id).toBe(changes[0]);
  expect(msBetween(since[0]?.at ?? '', since.at(-1)?.at ?? '')).toBeLessThanOrEqual(minute);
  expect(await story.ask('GET', path)).toMatchObject({
    status: 'active',
    health: { failuresInARow: 0, firstFailureAt: null, nextProbeAt: null, lastSuccessAt: since[0]?.at },
  });
  expect(await faultsOf(story, subscriber)).toEqual([]);
});
