import { describe, expect, test } from 'vitest';
import {
  disablesAt,
  healthAfter,
  healthAt,
  newHealth,
  sendsFrom,
} from '../../../../functions/core/webhook/sending/health.ts';
import { at, condition, now, verdicts } from './making.ts';

describe('health at its edges', () => {
  const failing = (first: number, last: number) =>
    condition({
      status: 'failing',
      health: { firstFailureAt: at(first * 60), lastFailureAt: at(last * 60) },
    });

  test('a receiver that fails for twelve hours is disabled 120 hours after its first failure', () => {
    expect(disablesAt(failing(-12, 0).health)).toBe(at(108 * 60));
    expect(disablesAt(failing(-11.99, 0).health)).toBeNull();
    expect(disablesAt(newHealth)).toBeNull();
    expect(disablesAt({ ...newHealth, firstFailureAt: at(-9000) })).toBeNull();
  });

  test.each([
    [-120, { status: 'disabled', reason: 'failing', raise: 'subscription.disabled' }],
    [-121, { status: 'disabled' }],
    [-119, { status: 'failing', raise: null }],
  ])('and %i hours after it, at an instant when nothing is attempted', (first, expected) => {
    expect(healthAt(failing(first, -1), now)).toMatchObject(expected);
    expect(healthAt({ ...failing(first, -1), status: 'active' }, now).raise).toBe(
      expected.status === 'disabled' ? 'subscription.disabled' : null,
    );
    for (const status of ['paused', 'pending', 'disabled'] as const)
      expect(healthAt({ ...failing(first, -1), status }, now)).toMatchObject({ status, raise: null });
  });

  test('a failure after that disables too', () => {
    expect(healthAfter(failing(-120, -1), verdicts.failed, now)).toMatchObject({
      status: 'disabled',
      raise: 'subscription.disabled',
    });
  });

  test.each([
    [null, null, null],
    [at(1), null, at(1)],
    [null, at(2), at(2)],
    [at(1), at(2), at(2)],
    [at(3), at(2), at(3)],
  ])('what is paused until %s and probed at %s is sent to from %s', (pausedUntil, nextProbeAt, expected) => {
    expect(sendsFrom({ ...newHealth, pausedUntil, nextProbeAt })).toBe(expected);
  });

  test.each([
    [at(1), at(1)],
    [now, null],
    [at(-1), null],
    [null, null],
  ])('a 2xx ends all but the silence that was asked for: %s', (pausedUntil, expected) => {
    const after = healthAfter(
      condition({ health: { pausedUntil, failuresInARow: 3 } }),
      verdicts.delivered,
      now,
    );
    expect(after.health).toEqual({ ...newHealth, lastSuccessAt: now, pausedUntil: expected });
  });

  test('only a Retry-After asks for silence', () => {
    expect(healthAfter(condition(), verdicts.failed, now).health.pausedUntil).toBeNull();
    expect(healthAfter(condition(), verdicts.paused, now).health.pausedUntil).toBe(at(90));
  });
});
