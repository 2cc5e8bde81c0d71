import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hour, later, minute, msBetween } from '../../../functions/core/instant.ts';
import {
  type Condition,
  disablesAt,
  healthAfter,
  healthAt,
  newHealth,
  sendsFrom,
} from '../../../functions/core/webhook/sending/health.ts';
import type { Verdict } from '../../../functions/core/webhook/sending/verdict.ts';

const start = '2026-11-23T00:00:00.000Z';
const active: Condition = { status: 'active', reason: null, health: newHealth };
const failure: Verdict = { kind: 'failed', code: 'timeout' };
const delivered: Verdict = { kind: 'delivered' };
const blocked: Verdict = { kind: 'blocked', code: 'blocked_target' };

type Step = { verdict: Verdict; after: number };

/**
 * The condition after steps, each some milliseconds after the one before, and everything raised on the way.
 */
function run(steps: readonly Step[], from: Condition = active) {
  let condition = from;
  let now = start;
  const raised: string[] = [];
  for (const { verdict, after } of steps) {
    now = later(now, after);
    const { raise, ...next } = healthAfter(condition, verdict, now);
    if (raise) raised.push(raise);
    condition = next;
  }
  return { ...condition, now, raised };
}

const times = (count: number, verdict: Verdict, after = minute): Step[] =>
  Array.from({ length: count }, () => ({ verdict, after }));

describe('failures in a row', () => {
  test('four change nothing, the fifth makes it failing and warns its owner once', () => {
    expect(run(times(4, failure)).status).toBe('active');
    const after = run(times(9, failure));
    expect([after.status, after.raised]).toEqual(['failing', ['subscription.failing']]);
  });

  test('one 2xx heals, however many there were', () => {
    const after = run([...times(50, failure), { verdict: delivered, after: minute }]);
    expect(after.status).toBe('active');
    expect(after.health).toEqual({ ...newHealth, lastSuccessAt: after.now });
  });

  test('after twenty, probes come 1, 2, 4 … 60 minutes apart', () => {
    expect(run(times(19, failure)).health.nextProbeAt).toBeNull();
    let at = run(times(20, failure));
    const waits: number[] = [];
    for (let probe = 0; probe < 9; probe++) {
      const wait = msBetween(at.now, at.health.nextProbeAt ?? '');
      waits.push(wait / minute);
      const { raise: _, ...next } = healthAfter(at, failure, later(at.now, wait));
      at = { ...at, ...next, now: later(at.now, wait) };
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('failures that were under way together move the next probe once', () => {
    const first = run(times(20, failure));
    const { health } = healthAfter(first, failure, first.now);
    expect(health.nextProbeAt).toBe(first.health.nextProbeAt);
  });

  test('WH-17 a pause holds the whole subscription, and a later failure does not shorten it', () => {
    const until = later(start, 5 * hour);
    const paused: Verdict = { kind: 'paused', code: 'too_many_requests', until };
    const after = run([{ verdict: paused, after: minute }, ...times(30, failure)]);
    expect(after.health.pausedUntil).toBe(until);
    expect(sendsFrom(after.health)).toBe(until);
  });
});

describe('disabling', () => {
  test('WH-26 comes after 120 h without a 2xx and two failures 12 h apart, and is said once', () => {
    const hourly = times(121, failure, hour);
    expect(run(hourly.slice(0, 120)).status).toBe('failing');
    const after = run([...hourly, ...times(5, failure)]);
    expect([after.status, after.reason]).toEqual(['disabled', 'failing']);
    expect(after.raised).toEqual(['subscription.failing', 'subscription.disabled']);
  });

  test('comes by time alone when nothing is left to try', () => {
    const after = run(times(10, failure, 8 * hour));
    const due = disablesAt(after.health) ?? '';
    expect(msBetween(start, due)).toBe(128 * hour);
    expect(healthAt(after, later(due, -1)).raise).toBeNull();
    expect(healthAt(after, due)).toMatchObject({ status: 'disabled', raise: 'subscription.disabled' });
  });

  test('does not come from failures within 12 h, however old', () => {
    const after = run(times(10, failure, hour));
    expect(healthAt(after, later(after.now, 1000 * hour)).status).toBe('failing');
  });

  test('WH-16 410 disables at once', () => {
    const after = run([{ verdict: { kind: 'gone', code: 'gone' }, after: 0 }]);
    expect([after.status, after.reason, after.raised]).toEqual([
      'disabled',
      'gone',
      ['subscription.disabled'],
    ]);
  });

  test('a blocked target is looked at once more after an hour', () => {
    const first = run([{ verdict: blocked, after: 0 }]);
    expect(first.status).toBe('active');
    expect(sendsFrom(first.health)).toBe(later(start, hour));
    expect(run([...times(1, blocked, 0), ...times(3, blocked, minute)]).status).toBe('active');
    const second = run([...times(1, blocked, 0), { verdict: blocked, after: hour }]);
    expect([second.status, second.reason]).toEqual(['disabled', 'blocked-target']);
  });

  test('a target that is reached in between has to be blocked twice again', () => {
    const after = run([blocked, delivered, blocked].map((verdict) => ({ verdict, after: hour })));
    expect(after.status).toBe('active');
  });
});

describe('what attempts never change', () => {
  const verdict = fc.constantFrom<Verdict>(
    failure,
    delivered,
    blocked,
    { kind: 'gone', code: 'gone' },
    {
      kind: 'paused',
      code: 'http_status',
      until: later(start, hour),
    },
  );
  const steps = fc.array(fc.record({ verdict, after: fc.integer({ min: 0, max: 20 * hour }) }), {
    maxLength: 60,
  });

  test('a fault of ours charges nobody', () => {
    const ours: Verdict = { kind: 'our-fault', reason: 'no sockets' };
    expect(run(times(100, ours, hour))).toMatchObject({ ...active, raised: [] });
  });

  test('what is not verified stays so, and what is disabled only its owner enables', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom('pending' as const, 'disabled' as const), (taken, status) => {
        expect(run(taken, { ...active, status })).toMatchObject({ ...active, status, raised: [] });
      }),
    );
  });

  test('an owner’s pause ends by no answer but 410 or a blocked target', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const harmless = taken.filter(({ verdict: { kind } }) => kind !== 'gone' && kind !== 'blocked');
        expect(run(harmless, { ...active, status: 'paused', reason: 'owner' }).status).toBe('paused');
      }),
    );
  });

  test('it is disabled never before 120 h, nor without a warning where it was failing', () => {
    const plainSteps = fc.array(
      fc.record({
        verdict: fc.oneof({ weight: 20, arbitrary: fc.constant(failure) }, fc.constant(delivered)),
        after: fc.integer({ min: 0, max: 20 * hour }),
      }),
      { maxLength: 80 },
    );
    let ended = 0;
    fc.assert(
      fc.property(plainSteps, (taken) => {
        const after = run(taken);
        const { firstFailureAt, lastFailureAt, failuresInARow } = after.health;
        if (after.status === 'disabled') {
          ended += 1;
          expect(msBetween(firstFailureAt ?? '', lastFailureAt ?? '')).toBeGreaterThanOrEqual(120 * hour);
          expect(after.raised.at(-1)).toBe('subscription.disabled');
        } else expect(after.status).toBe(failuresInARow >= 5 ? 'failing' : 'active');
      }),
      { examples: [[times(20, failure, 10 * hour)]] },
    );
    expect(ended).toBeGreaterThan(0);
  });
});
