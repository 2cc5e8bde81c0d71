import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hour, later } from '../../../functions/core/instant.ts';
import { faultsOf } from '../promises.ts';
import { aStory, type Story } from '../story.ts';
import { aSubscriber, type Subscriber } from '../subscriber.ts';

type Checkpoint = {
  fromSequence: number;
  toSequence: number;
  matched: number;
  sha256OfIds: string;
  url: string;
};

const hashOf = (ids: readonly string[]): string => createHash('sha256').update(ids.join('\n')).digest('hex');

const sequenceOf = (id: string): number => Number(id.slice('chg_'.length));

/** The checkpoints received, in order of their stretches. */
const checkpointsOf = ({ arrivals }: Subscriber): Checkpoint[] =>
  arrivals.filter(({ type }) => type === 'feed.checkpoint').map(({ data }) => data as Checkpoint);

/** What the feed lists for a checkpoint, read as the guide says: from its `url`, as far as `toSequence`. */
async function listed({ ask }: Story, { url, toSequence }: Checkpoint): Promise<string[]> {
  const { pathname, search } = new URL(url);
  const { data } = await ask('GET', `${pathname}${search}`);
  return data.map(({ id }: { id: string }) => id).filter((id: string) => sequenceOf(id) <= toSequence);
}

/** What was received of a checkpoint's stretch, in order of the feed; it may be nothing. */
const hadWithin = (subscriber: Subscriber, { fromSequence, toSequence }: Checkpoint): string[] =>
  [...new Set(subscriber.ids())]
    .filter((id) => sequenceOf(id) >= fromSequence && sequenceOf(id) <= toSequence)
    .sort();

/** Makes two changes for the subscribed State and one for another. */
async function aFewChanges({ record }: Story, day: string): Promise<void> {
  await record(`${day}, one`);
  await record(`${day}, two`, 'FRA');
  await record(`${day}, three`);
}

/** Expects a checkpoint to match the feed and what was received. */
async function expectProof(story: Story, subscriber: Subscriber, checkpoint: Checkpoint): Promise<void> {
  const feed = await listed(story, checkpoint);
  expect(feed).toEqual(hadWithin(subscriber, checkpoint));
  expect(checkpoint).toMatchObject({ matched: feed.length, sha256OfIds: hashOf(feed) });
}

test('WH-28 each day a checkpoint proves what was to come, against the feed and against what came', async () => {
  const story = await aStory();
  await using subscriber = await aSubscriber(story.clock);
  const { id } = await story.subscribe(subscriber, { states: ['CHN'] });
  const begun = story.clock.now;
  for (const day of [1, 2, 3]) {
    await aFewChanges(story, `day ${day}`);
    await story.until(later(begun, day * 24 * hour));
    await story.round();
  }
  const checkpoints = checkpointsOf(subscriber);
  expect(checkpoints.map(({ fromSequence, toSequence }) => [fromSequence, toSequence])).toEqual([
    [3, 5],
    [6, 8],
    [9, 11],
  ]);
  for (const checkpoint of checkpoints) {
    expect(checkpoint.matched).toBe(2);
    await expectProof(story, subscriber, checkpoint);
  }
  expect(subscriber.ids().sort()).toEqual(await story.owed(id));
  expect(await faultsOf(story, subscriber)).toEqual([]);
});

test('WH-28 checkpoints hold when the filter is changed in between, those of before too', async () => {
  const story = await aStory();
  await using subscriber = await aSubscriber(story.clock);
  const { id, path } = await story.subscribe(subscriber, { states: ['CHN'] });
  const begun = story.clock.now;
  for (const [day, states] of [
    [1, ['CHN', 'FRA']],
    [2, ['FRA']],
    [3, ['CHN']],
  ] as const) {
    await aFewChanges(story, `day ${day}, before`);
    if (day === 2) await story.settle();
    await story.ask('PATCH', path, { filter: { states } });
    await aFewChanges(story, `day ${day}, after`);
    await story.until(later(begun, day * 24 * hour));
    await story.round();
  }
  const checkpoints = checkpointsOf(subscriber);
  expect(checkpoints.map(({ matched }) => matched)).toEqual([2 + 3, 3 + 1, 1 + 2]);
  for (const checkpoint of checkpoints) await expectProof(story, subscriber, checkpoint);
  expect(subscriber.ids().sort()).toEqual(await story.owed(id));
  expect(await faultsOf(story, subscriber)).toEqual([]);
});
