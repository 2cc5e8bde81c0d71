import { expect, test, vi } from 'vitest';
import { hour, later } from '../../../functions/core/instant.ts';
import { faultsOf } from '../promises.ts';
import { aStory } from '../story.ts';
import { type Arrival, aSubscriber, ok } from '../subscriber.ts';

/** Ten changes for a subscriber who then answers only when told to. */
async function hesitating() {
  const story = await aStory();
  const subscriber = await aSubscriber(story.clock);
  const subscribed = await story.subscribe(subscriber);
  const had: string[] = [];
  for (let count = 0; count < 10; count++) had.push(await story.record(`number ${count}`));
  await story.settle();
  expect(subscriber.ids().sort()).toEqual(had);
  const open = new Map<string, () => void>();
  subscriber.mood.answer = ({ id }: Arrival) =>
    new Promise((resolve) => {
      open.set(id, () => {
        open.delete(id);
        resolve(ok);
      });
    });
  const isOpen = (...ids: string[]) =>
    vi.waitFor(() => expect([...open.keys()].sort()).toEqual(ids.sort()), { timeout: 10_000, interval: 5 });
  return { story, subscriber, ...subscribed, had, open, isOpen };
}

test('WH-32 a replay takes one sender and a live event overtakes it', async () => {
  const { story, subscriber, path, had, open, isOpen } = await hesitating();
  await using _ = subscriber;
  const first = had[0] ?? '';
  const afterSequence = Number(first.slice('chg_'.length)) - 1;
  expect(await story.ask('POST', `${path}/replay`, { afterSequence, only: 'all' })).toMatchObject({
    replayed: had.length,
  });
  const working = [story.drain()];
  await isOpen(first);
  await story.sweep();
  working.push(story.drain());

  const live = await story.record('live');
  working.push(story.settle());
  await isOpen(first, live);
  open.get(live)?.();
  await isOpen(first);
  subscriber.mood.answer = () => ok;
  open.get(first)?.();
  await Promise.all(working);
  await story.until(later(story.clock.now, hour));
  expect(subscriber.ids().slice(had.length)).toEqual([first, live, ...had.slice(1)]);
  expect(await faultsOf(story, subscriber)).toEqual([]);
});

test('WH-32 of several resends one is under way at a time, and a live event passes them all', async () => {
  const { story, subscriber, path, had, open, isOpen } = await hesitating();
  await using _ = subscriber;
  const [first = '', second = ''] = had;
  await story.ask('POST', `${path}/deliveries/${first.slice('chg_'.length)}/resend`);
  const working = [story.drain()];
  await isOpen(first);
  await story.ask('POST', `${path}/deliveries/${second.slice('chg_'.length)}/resend`);
  await story.drain();
  const live = await story.record('live');
  working.push(story.settle());
  await isOpen(first, live);
  subscriber.mood.answer = () => ok;
  for (const answer of [...open.values()]) answer();
  await Promise.all(working);
  await story.until(later(story.clock.now, hour));
  expect(subscriber.ids().slice(had.length)).toEqual([first, live, second]);
  expect(await faultsOf(story, subscriber)).toEqual([]);
});
