import { expect, test } from 'vitest';
import { hour, later, minute } from '../../../functions/core/instant.ts';
import { newHealth } from '../../../functions/core/webhook/sending/health.ts';
import { shardCount } from '../../../functions/core/webhook/subscription.ts';
import { plain } from '../../deliver/receiver.ts';
import { afterTheCondition } from '../crash.ts';
import { faultsOf } from '../promises.ts';
import { aStory, type Story, type Subscribed } from '../story.ts';
import { aSubscriber, type Subscriber } from '../subscriber.ts';

/** Messages of one type that are on record. */
async function recorded({ ask }: Story, { path }: Subscribed, type: string) {
  const { data } = await ask('GET', `${path}/deliveries`);
  return data.filter((row: { type: string }) => row.type === type);
}

type Way = (story: Story, subscriber: Subscriber, subscribed: Subscribed) => Promise<void>;

/** Kills the sender of the last attempt as soon as the subscription has that condition. */
const bySender =
  (answer: string, failures: number): Way =>
  async (story, subscriber) => {
    subscriber.mood.answer = () => plain(answer);
    for (let failure = 1; failure < failures; failure++) await story.record(`failure ${failure}`);
    await story.settle();
    story.crash.at = afterTheCondition;
    await story.record('the last straw');
    await story.settle();
  };

/** Kills each sweep of a round as soon as it has disabled a subscription. */
const bySweep: Way = async (story, _subscriber, { id }) => {
  const since = later(story.clock.now, -121 * hour);
  const health = {
    ...newHealth,
    failuresInARow: 9,
    firstFailureAt: since,
    lastFailureAt: later(since, 13 * hour),
  };
  await story.store.subscriptions.update(id, (current) => ({ ...current, status: 'failing', health }));
  for (let shard = 0; shard < shardCount; shard++) {
    story.crash.at = afterTheCondition;
    await story.sweep();
  }
  story.crash.at = null;
};

const ways: [when: string, type: string, status: string, way: Way, isSent: boolean][] = [
  ['a sender crashes at the fifth failure', 'subscription.failing', 'failing', bySender('500 Oops', 5), true],
  ['a sender crashes at a 410', 'subscription.disabled', 'disabled', bySender('410 Gone', 1), false],
  ['a sweep crashes after 120 h of silence', 'subscription.disabled', 'disabled', bySweep, true],
];

test.each(ways)('WH-26 when %s, %s is not lost', async (_when, type, status, bringAbout, isSent) => {
  const story = await aStory();
  await using subscriber = await aSubscriber(story.clock);
  const subscribed = await story.subscribe(subscriber);
  await bringAbout(story, subscriber, subscribed);
  expect(await story.ask('GET', subscribed.path)).toMatchObject({ status });
  story.doorbells.lose();

  await story.until(later(story.clock.now, 10 * minute));
  expect(await story.ask('GET', subscribed.path)).toMatchObject({ status });
  expect(await recorded(story, subscribed, type)).toHaveLength(1);
  expect(new Set(subscriber.ids(type)).size).toBe(isSent ? 1 : 0);
  expect(await faultsOf(story, subscriber)).toEqual([]);
});
