import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hour, later } from '../../functions/core/webhook/time.ts';
import { faultsOf } from './promises.ts';
import { aStory, type Story } from './story.ts';
import { aSubscriber, type Subscriber } from './subscriber.ts';

type Checkpoint = {
  fromSequence: number;
  toSequence: number;
  matched: number;
  sha256OfIds: string;
  url: string;
};

const hashOf = (ids: readonly string[]): string => createHash('sha256').update(ids.join('\n')).digest('hex');

const sequenceOf = (id: string): number => Number(id.slice('chg_'.length));

/** The checkpoints that came, in order of the stretches they cover. */
const checkpointsOf = ({ arrivals }: Subscriber): Checkpoint[] =>
  arrivals.filter(({ type }) => type === 'feed.checkpoint').map(({ data }) => data as Checkpoint);

/** What the feed lists for a checkpoint, read as the guide says: from its own `url`, as far as `toSequence`. */
async function listed({ ask }: Story, { url, toSequence }: Checkpoint): Promise<string[]> {
  const { pathname, search } = new URL(url);
  const { data } = await ask('GET', `${pathname}${search}`);
  return data.map(({ id }: { id: string }) => id).filter((id: string) => sequenceOf(id) <= toSequence);
}

/** Two changes for the State that is subscribed to and one for another. */
async function aFewChanges({ record, settle }: Story, day: string): Promise<string[]> {
  const changes = [
    await record(`${day}, one`),
    await record(`${day}, two`, 'FRA'),
    await record(`${day}, three`),
  ];
  await settle();
  return changes;
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
  expect(checkpoints).toHaveLength(3);
  let from = 3;
  for (const checkpoint of checkpoints) {
    expect(checkpoint).toMatchObject({ fromSequence: from, matched: 2 });
    const had = subscriber
      .ids()
      .filter((one) => sequenceOf(one) >= from && sequenceOf(one) <= checkpoint.toSequence);
    const feed = await listed(story, checkpoint);
    expect(feed).toEqual(had);
    expect(checkpoint.sha256OfIds).toBe(hashOf(feed));
    from = checkpoint.toSequence + 1;
  }
  expect(subscriber.ids()).toEqual(await story.owed(id));
  expect(await faultsOf(story, subscriber)).toEqual([]);
});
