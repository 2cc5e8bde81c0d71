import { expect, test } from 'vitest';
import { hour, later, minute, second } from '../../../functions/core/instant.ts';
import { plain } from '../../deliver/receiver.ts';
import { faultsOf } from '../promises.ts';
import { aStory, type Story } from '../story.ts';
import { aSubscriber, ok } from '../subscriber.ts';

/** Rings for every delivery twice and sweeps; no sender may find one due. */
async function pester({ store, doorbells, sweep, settle }: Story, subscription: string): Promise<void> {
  const rows = await Array.fromAsync(store.deliveries.list(subscription));
  const jobs = rows.map(({ key }) => ({ subscription, delivery: key }));
  await doorbells.queues.deliver([...jobs, ...jobs]);
  await sweep();
  await settle();
}

test('WH-34 doorbells that ring early make no attempt earlier than the ladder', async () => {
  const story = await aStory();
  await using subscriber = await aSubscriber(story.clock);
  subscriber.mood.answer = () => plain('500 Oops');
  const { id } = await story.subscribe(subscriber);
  const change = await story.record('one');
  await story.settle();
  for (const wait of [5 * second, 5 * minute, 30 * minute, 2 * hour]) {
    const before = subscriber.ids().length;
    for (const share of [0, wait / 2, wait / 2 - 1]) {
      story.pass(share);
      await pester(story, id);
    }
    expect(subscriber.ids()).toHaveLength(before);
    story.pass(1);
    await pester(story, id);
    expect(subscriber.ids()).toHaveLength(before + 1);
  }
  expect(new Set(subscriber.ids())).toEqual(new Set([change]));
  expect(await faultsOf(story, subscriber)).toEqual([]);
});

test.each([
  ['429 in seconds', '429 Too Many Requests', () => '7200', 2 * hour],
  [
    '503 as a date',
    '503 Service Unavailable',
    (now: string) => new Date(Date.parse(now) + 2 * hour).toUTCString(),
    2 * hour,
  ],
  ['429 for a week, at most a day', '429 Too Many Requests', () => '604800', 24 * hour],
])(
  'WH-34 nothing at all is sent before a Retry-After of %s is over, and everything after it',
  async (_how, status, value, pause) => {
    const story = await aStory();
    await using subscriber = await aSubscriber(story.clock);
    const { id, path } = await story.subscribe(subscriber);
    const had = await story.record('had already');
    await story.settle();
    subscriber.mood.answer = ({ at }) => plain(status, [`retry-after: ${value(at)}`]);
    const refused = await story.record('refused');
    await story.settle();
    const free = later(story.clock.now, pause);
    subscriber.mood.answer = () => ok;
    expect(await story.ask('GET', path)).toMatchObject({ status: 'active', health: { pausedUntil: free } });

    const meanwhile = await story.record('meanwhile');
    await story.ask('POST', `${path}/deliveries/${had.slice('chg_'.length)}/resend`);
    for (const until of [
      later(story.clock.now, 10 * second),
      later(story.clock.now, hour),
      later(free, -1),
    ]) {
      await story.until(until);
      await pester(story, id);
    }
    expect(subscriber.ids()).toEqual([had, refused]);

    await story.until(later(free, hour));
    expect(subscriber.ids().slice(2).sort()).toEqual([had, refused, meanwhile].sort());
    expect(subscriber.arrivals.every(({ at }, index) => index < 2 || at >= free)).toBe(true);
    expect(await faultsOf(story, subscriber)).toEqual([]);
  },
);
