import { expect, test } from 'vitest';
import { hour, later, minute, msBetween, second } from '../../../functions/core/instant.ts';
import { plain } from '../../deliver/receiver.ts';
import { chanceFrom } from '../chance.ts';
import { faultsOf } from '../promises.ts';
import { aStory } from '../story.ts';
import { aSubscriber } from '../subscriber.ts';

/** The contract's waits before the second to the tenth attempt. */
const waits = [5 * second, 5 * minute, ...[0.5, 2, 5, 10, 14, 20, 24].map((hours) => hours * hour)];

test.each([
  ['without jitter', () => 0],
  ['with jitter', chanceFrom(34).next],
])(
  'WH-34 a receiver that never answers 2xx is tried ten times over 75 h 35 min %s, and then no more',
  async (_how, random) => {
    const story = await aStory({ random });
    await using subscriber = await aSubscriber(story.clock);
    subscriber.mood.answer = () => plain('500 Oops', [], 'not today');
    const { path } = await story.subscribe(subscriber);
    const begun = story.clock.now;
    const change = await story.record('one');
    await story.until(later(begun, 90 * hour));

    const attempts = subscriber.arrivals.filter(({ id }) => id === change);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const [index, wait] of waits.entries()) {
      const between = msBetween(attempts[index]?.at ?? '', attempts[index + 1]?.at ?? '');
      expect(between).toBeGreaterThanOrEqual(wait);
      expect(between).toBeLessThanOrEqual(wait + Math.min(wait / 5, 30 * minute) + minute);
    }
    const whole = msBetween(begun, attempts.at(-1)?.at ?? '');
    expect(whole).toBeGreaterThanOrEqual(75 * hour + 35 * minute + 5 * second);

    const sequence = Number(change.slice('chg_'.length));
    const log = await story.ask('GET', `${path}/deliveries/${sequence}`);
    expect(log).toMatchObject({ status: 'exhausted', attempted: 10, nextAttemptAt: null });
    expect(log.attempts.map((one: { startedAt: string }) => one.startedAt)).toEqual(
      attempts.map(({ at }) => at),
    );
    for (const one of log.attempts)
      expect(one).toMatchObject({ verdict: 'failed', code: 'http_status', status: 500, body: 'not today' });
    const { data } = await story.ask('GET', `${path}/deliveries?status=exhausted`);
    expect(data.map((row: { messageId: string }) => row.messageId)).toContain(change);
    expect(await faultsOf(story, subscriber)).toEqual([]);
  },
);
