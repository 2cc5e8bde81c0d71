import { describe, expect, test } from 'vitest';
import { isClaimed } from '../../../../functions/core/webhook/delivery.ts';
import { Trigger } from '../../../../functions/core/webhook/sending/attempt.ts';
import {
  isDue,
  isPutOff,
  isRequested,
  isUnderWay,
  isWaiting,
  ownWait,
  putOffTo,
} from '../../../../functions/core/webhook/sending/waiting.ts';
import { at, attempt, delivery, now } from './making.ts';

const claimed = (minutes: number) => ({ claim: { by: 'me', until: at(minutes) } });

test.each([
  ['is none', {}, false],
  ['ends later', claimed(1), true],
  ['ends at this instant', claimed(0), false],
  ['is over', claimed(-1), false],
])('a claim that %s', (_, over, expected) => {
  expect(isClaimed(delivery(over), now)).toBe(expected);
});

test.each([
  ['pending', {}, true],
  ['claimed', claimed(1), false],
  ['whose claim ends now', claimed(0), true],
  ['a verification', { trigger: 'verification' }, false],
  ['held', { status: 'held' }, false],
  ['delivered', { status: 'delivered' }, false],
] as const)('a delivery that is %s waits for a sender: %s', (_, over, expected) => {
  expect(isWaiting(delivery(over), now)).toBe(expected);
});

test('replays and resends have a line of their own', () => {
  expect(Trigger.options.filter((trigger) => isRequested({ trigger }))).toEqual(
    Trigger.options.filter((trigger) => trigger === 'replay' || trigger === 'resend'),
  );
});

test.each([
  ['due now', {}, { due: true, underWay: true }],
  ['due a moment ago', { nextAttemptAt: at(-1) }, { due: true, underWay: true }],
  ['due later', { nextAttemptAt: at(1) }, { due: false, underWay: false }],
  ['without a time', { nextAttemptAt: null }, { due: false, underWay: true }],
  ['claimed', { ...claimed(1), nextAttemptAt: at(5) }, { due: false, underWay: true }],
  ['held', { status: 'held', nextAttemptAt: null }, { due: false, underWay: false }],
  ['a resend', { trigger: 'resend' }, { due: false, underWay: true }],
  ['a verification', { trigger: 'verification' }, { due: false, underWay: true }],
] as const)('a delivery that is %s', (_, over, expected) => {
  const row = delivery(over);
  expect({ due: isDue(row, now), underWay: isUnderWay(row, now) }).toEqual(expected);
});

describe('a delivery is put off', () => {
  const tried = { climbed: 1, attempts: [attempt('live')] };

  test.each([
    ['not at its own time', { ...tried, nextAttemptAt: at(0.1) }, false],
    ['beyond its own time', { ...tried, nextAttemptAt: at(10) }, true],
    ['beyond now, where it has no time of its own', { nextAttemptAt: at(0.001) }, true],
    ['not now', { nextAttemptAt: now }, false],
    ['not without a time', { nextAttemptAt: null }, false],
    ['not where it is claimed', { ...claimed(1), nextAttemptAt: at(10) }, false],
  ])('%s', (_, over, expected) => {
    expect(isPutOff(delivery(over), now)).toBe(expected);
  });

  const paused = { kind: 'wait', until: at(10), why: 'paused' } as const;
  const probing = { kind: 'wait', until: at(10), why: 'probing' } as const;

  test('to when the subscription is sent to, spread over a fifth of the wait or a minute', () => {
    expect(putOffTo(delivery(), paused, now, 0)).toBe(at(10));
    expect(putOffTo(delivery(), paused, now, 0.5)).toBe(at(10.5));
    expect(putOffTo(delivery(), { ...paused, until: at(2) }, now, 0.5)).toBe(at(2.2));
  });

  test('while somebody probes, to an hour after the probe; whoever probed last is the next', () => {
    expect(putOffTo(delivery(), probing, now, 0.5)).toBe(at(70));
    expect(putOffTo(delivery({ attempts: [attempt('probe')] }), probing, now, 0.5)).toBe(at(10));
    const since = [attempt('probe'), attempt('live')];
    expect(putOffTo(delivery({ attempts: since }), probing, now, 0.5)).toBe(at(70));
    expect(putOffTo(delivery({ attempts: [attempt('probe')] }), paused, now, 0.5)).toBe(at(10.5));
  });

  test('no further than it is', () => {
    expect(putOffTo(delivery({ nextAttemptAt: null }), paused, now, 0)).toBeNull();
    expect(putOffTo(delivery({ nextAttemptAt: at(10) }), paused, now, 0)).toBeNull();
    expect(putOffTo(delivery({ nextAttemptAt: at(11) }), paused, now, 0)).toBeNull();
    expect(putOffTo(delivery({ nextAttemptAt: at(9) }), paused, now, 0)).toBe(at(10));
  });
});

const early = attempt('live', { startedAt: at(-9) });

test.each([
  ['after a probe, by its ladder', [attempt('live', { startedAt: at(-2) }), attempt('probe')], 2, at(3)],
  [
    'after a probe and two attempts',
    [early, attempt('live', { startedAt: at(-2) }), attempt('probe')],
    2,
    at(3),
  ],
  ['not where that is now', [attempt('live', { startedAt: at(-5) }), attempt('probe')], 2, null],
  ['not where that is past', [attempt('live', { startedAt: at(-9) }), attempt('probe')], 2, null],
  ['not after another attempt', [attempt('probe'), attempt('live', { startedAt: at(-2) })], 2, null],
  ['not before any', [], 0, null],
])('a delivery waits on its own: %s', (_, attempts, climbed, expected) => {
  expect(ownWait(delivery({ attempts, climbed }), now, 0)).toBe(expected);
});
