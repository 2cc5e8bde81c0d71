import { expect, test } from 'vitest';
import { minute } from '../../../functions/core/instant.ts';
import { plain } from '../../deliver/receiver.ts';
import { faultsOf } from '../promises.ts';
import { aStory, type Story } from '../story.ts';
import { aSubscriber, ok } from '../subscriber.ts';

/** Runs two sweeps at once each minute, then everybody they rang for, all at once too. */
async function sweepTwice({ sweep, anotherSweep, drain, pass }: Story, minutes: number): Promise<void> {
  const other = anotherSweep();
  for (let passed = 0; passed < minutes; passed++) {
    await Promise.all([sweep(), other()]);
    await drain();
    pass(minute);
  }
}

test('WH-25 two sweeps at once that find the same lost work send everything once', async () => {
  const story = await aStory();
  await using all = await aSubscriber(story.clock);
  await using some = await aSubscriber(story.clock);
  await story.subscribe(all);
  await story.subscribe(some, { states: ['CHN'] });
  some.mood.answer = ({ attempt }) => (attempt === 1 ? plain('500 Oops') : ok);

  const changes: string[] = [];
  for (const text of ['one', 'two', 'three']) changes.push(await story.record(text));
  await story.stream();
  story.doorbells.lose();
  await sweepTwice(story, 1);
  expect(all.ids().sort()).toEqual(changes);
  expect(some.ids().sort()).toEqual(changes);

  story.doorbells.lose();
  await sweepTwice(story, 9);
  expect(all.ids().sort()).toEqual(changes);
  expect(some.ids().sort()).toEqual(changes.flatMap((id) => [id, id]));
  expect(new Set(some.ids('feed.checkpoint')).size).toBe(1);
  for (const one of [all, some]) expect(await faultsOf(story, one)).toEqual([]);
});
