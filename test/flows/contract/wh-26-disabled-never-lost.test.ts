import { expect, test } from 'vitest';
import { hour, later } from '../../../functions/core/instant.ts';
import { plain } from '../../deliver/receiver.ts';
import { faultsOf } from '../promises.ts';
import { aStory, type Story } from '../story.ts';
import { aSubscriber, ok, type Subscriber } from '../subscriber.ts';

/** How a subscription can stop being active, and whether its receiver was sent the message about it. */
const ways: Record<string, (story: Story, subscriber: Subscriber, path: string) => Promise<string[]>> = {
  'its receiver answers 410': async (story, subscriber) => {
    subscriber.mood.answer = () => plain('410 Gone');
    const refused = await story.record('refused');
    await story.settle();
    subscriber.mood.answer = () => ok;
    return [refused];
  },
  'its owner pauses it': async (story, _subscriber, path) => {
    await story.ask('PATCH', path, { status: 'paused' });
    return [];
  },
};

test.each(Object.entries(ways))(
  'WH-26 when %s, what comes meanwhile is recorded, told by enable, and delivered by its replay',
  async (_way, turnOff) => {
    const story = await aStory();
    await using subscriber = await aSubscriber(story.clock);
    const { id, path } = await story.subscribe(subscriber);
    const before = await story.record('before');
    await story.settle();
    const refused = await turnOff(story, subscriber, path);
    expect((await story.ask('GET', path)).status).toMatch(/disabled|paused/);

    const missed: string[] = [];
    for (const text of ['one', 'two', 'three']) {
      missed.push(await story.record(text));
      story.pass(hour);
      await story.settle();
    }
    await story.until(later(story.clock.now, 24 * hour));
    expect(subscriber.ids()).toEqual([before, ...refused]);

    const { subscription, missed: told } = await story.ask('POST', `${path}/enable`);
    expect(subscription).toMatchObject({ status: 'active', reason: null, health: { failuresInARow: 0 } });
    expect(told.held + told.missing).toBe(refused.length + missed.length);
    expect(told).toMatchObject({ exhausted: 0, complete: true });
    await story.until(later(story.clock.now, hour));
    expect(subscriber.ids()).toEqual([before, ...refused]);

    const { method, path: replay, body } = told.replay;
    expect((await story.ask(method, replay, body)).replayed).toBe(refused.length + missed.length);
    await story.until(later(story.clock.now, hour));
    expect(subscriber.ids()).toEqual([before, ...refused, ...refused, ...missed]);
    expect([...new Set(subscriber.ids())]).toEqual(await story.owed(id));
    expect(await faultsOf(story, subscriber)).toEqual([]);
  },
);

test('WH-26 another filter, set while its receiver is gone, takes nothing from what was owed before', async () => {
  const story = await aStory();
  await using subscriber = await aSubscriber(story.clock);
  const { id, path } = await story.subscribe(subscriber);
  subscriber.mood.answer = () => plain('410 Gone');
  const refused = await story.record('refused');
  await story.settle();
  subscriber.mood.answer = () => ok;
  await story.ask('PATCH', path, { filter: { types: ['instrument.added'] } });
  const { missed } = await story.ask('POST', `${path}/enable`);
  expect(missed).toMatchObject({ held: 1, missing: 0 });
  expect(await story.owed(id)).toEqual([refused]);
  await story.ask(missed.replay.method, missed.replay.path, missed.replay.body);
  await story.until(later(story.clock.now, hour));
  expect(subscriber.ids()).toEqual([refused, refused]);
});
