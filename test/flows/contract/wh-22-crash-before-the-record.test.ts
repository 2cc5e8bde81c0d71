import { expect, test } from 'vitest';
import { later, minute } from '../../../functions/core/instant.ts';
import { atTheRecord } from '../crash.ts';
import { faultsOf } from '../promises.ts';
import { aStory } from '../story.ts';
import { aSubscriber } from '../subscriber.ts';

test.each([
  ['its message comes again', (_lose: () => void) => {}],
  ['its message is lost', (lose: () => void) => lose()],
])(
  'WH-22 a sender that crashes after the POST and before the record sends again, when %s',
  async (_how, then) => {
    const story = await aStory();
    await using subscriber = await aSubscriber(story.clock);
    const { path } = await story.subscribe(subscriber);
    story.crash.at = atTheRecord('before');
    const change = await story.record('one');
    await story.settle();
    expect(subscriber.ids()).toEqual([change]);
    const sequence = Number(change.slice('chg_'.length));
    expect(await story.ask('GET', `${path}/deliveries/${sequence}`)).toMatchObject({
      status: 'pending',
      attempted: 0,
    });

    then(story.doorbells.lose);
    await story.until(later(story.clock.now, 10 * minute));
    expect(subscriber.ids()).toEqual([change, change]);
    const [first, second] = subscriber.arrivals;
    expect(second).toMatchObject({ id: first?.id, body: first?.body, attempt: 1 });
    expect(await story.ask('GET', `${path}/deliveries/${sequence}`)).toMatchObject({
      status: 'delivered',
      attempted: 1,
    });
    expect(await faultsOf(story, subscriber)).toEqual([]);
  },
);
