import { expect, test } from 'vitest';
import { hour, later, second } from '../../../functions/core/instant.ts';
import { plain } from '../../deliver/receiver.ts';
import { atTheRecord } from '../crash.ts';
import { faultsOf } from '../promises.ts';
import { aStory } from '../story.ts';
import { aSubscriber, ok } from '../subscriber.ts';

test('WH-23 a sender that crashes after the record does not send again', async () => {
  const story = await aStory();
  await using subscriber = await aSubscriber(story.clock);
  await story.subscribe(subscriber);
  story.crash.at = atTheRecord('after');
  const change = await story.record('one');
  await story.settle();
  expect(story.lines.filter(({ message }) => message === 'a delivery could not be attempted')).toHaveLength(
    1,
  );
  await story.until(later(story.clock.now, 100 * hour));
  expect(story.doorbells.next()).toBeNull();
  expect(story.doorbells.dead).toEqual([]);
  expect(subscriber.ids()).toEqual([change]);
  expect(await faultsOf(story, subscriber)).toEqual([]);
});

test('WH-23 a failure that was recorded by one who then crashed is tried again at its time and no sooner', async () => {
  const story = await aStory();
  await using subscriber = await aSubscriber(story.clock);
  subscriber.mood.answer = ({ attempt }) => (attempt === 1 ? plain('500 Oops') : ok);
  await story.subscribe(subscriber);
  story.crash.at = atTheRecord('after');
  const change = await story.record('one');
  await story.settle();
  const [{ at = '' } = {}] = subscriber.arrivals;
  story.pass(5 * second - 1);
  await story.sweep();
  await story.settle();
  expect(subscriber.ids()).toEqual([change]);
  await story.until(later(at, hour));
  expect(subscriber.arrivals.map(({ id, attempt }) => [id, attempt])).toEqual([
    [change, 1],
    [change, 2],
  ]);
  expect(await faultsOf(story, subscriber)).toEqual([]);
});
