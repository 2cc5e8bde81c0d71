import { describe, expect, test } from 'vitest';
import { isCrowded } from '../../../../functions/core/webhook/sending/crowd.ts';
import { newHealth } from '../../../../functions/core/webhook/sending/health.ts';
import { isClear, passageOf } from '../../../../functions/core/webhook/sending/passage.ts';
import { warningOf } from '../../../../functions/core/webhook/sending/warning.ts';
import { at, challenge, delivery, now, subscription } from './making.ts';

const passage = (over: Parameters<typeof delivery>[0], standing: Parameters<typeof subscription>[0] = {}) =>
  passageOf(delivery(over), subscription(standing), now);

describe('the passage of a delivery', () => {
  test.each(['active', 'failing'] as const)('is open where its subscription is %s', (status) => {
    expect(passage({}, { status })).toEqual({ kind: 'open' });
  });

  test.each([
    ['pending', null],
    ['paused', 'owner'],
    ['paused', 'operator'],
    ['disabled', 'failing'],
    ['disabled', 'gone'],
    ['disabled', 'blocked-target'],
  ] as const)('is shut where it is %s for %s: held, and void for a test', (status, reason) => {
    expect(passage({}, { status, reason })).toEqual({ kind: 'held' });
    expect(passage({ trigger: 'test' }, { status, reason })).toEqual({ kind: 'void' });
  });

  test.each([
    ['disabled', 'failing', 'open'],
    ['paused', 'owner', 'open'],
    ['disabled', 'gone', 'held'],
    ['disabled', 'blocked-target', 'held'],
    ['pending', null, 'held'],
  ] as const)('of the word that it is disabled, where it is %s for %s, is %s', (status, reason, kind) => {
    expect(passage({ type: 'subscription.disabled' }, { status, reason })).toEqual({ kind });
  });

  test.each([
    ['later', at(1), { kind: 'wait', until: at(1), why: 'paused' }],
    ['at this instant', now, { kind: 'open' }],
    ['before', at(-1), { kind: 'open' }],
  ])('after a Retry-After that ends %s', (_, pausedUntil, expected) => {
    expect(passage({}, { health: { pausedUntil } })).toEqual(expected);
    if (pausedUntil > now)
      expect(passage({ trigger: 'test' }, { health: { pausedUntil } })).toEqual(expected);
  });

  test.each([
    ['later', at(1), { kind: 'wait', until: at(1), why: 'probing' }],
    ['at this instant', now, { kind: 'probe' }],
    ['before', at(-1), { kind: 'probe' }],
  ])('where the next probe is due %s', (_, nextProbeAt, expected) => {
    expect(passage({}, { health: { nextProbeAt } })).toEqual(expected);
    expect(passage({ trigger: 'test' }, { health: { nextProbeAt } })).toEqual({ kind: 'open' });
  });
});

test.each([
  ['what it asks is awaited', JSON.stringify({ data: { challenge } }), 'open'],
  ['another was sent since', JSON.stringify({ data: { challenge: 'another' } }), 'void'],
  ['it asks nothing', '{}', 'void'],
  ['it has no body', undefined, 'void'],
])('a verification goes out while %s', (_, body, kind) => {
  const row = delivery({ trigger: 'verification', ...(body && { body }) });
  expect(passageOf(row, subscription({ status: 'pending' }), now)).toEqual({ kind });
  expect(passageOf(row, subscription({ challengeHash: null }), now)).toEqual({ kind: 'void' });
});

test.each([
  ['active', {}, true],
  ['failing', {}, true],
  ['paused', {}, false],
  ['pending', {}, false],
  ['disabled', {}, false],
  ['active', { nextProbeAt: at(-1) }, false],
  ['active', { pausedUntil: at(1) }, false],
  ['active', { pausedUntil: now }, true],
  ['failing', { pausedUntil: at(-1) }, true],
] as const)('a subscription that is %s with %o is clear: %s', (status, health, expected) => {
  expect(isClear(subscription({ status, health }), now)).toBe(expected);
});

test.each([
  ['one delivery, quick', { atHand: 1, crowdedUntil: null }, 0, false],
  ['two at hand', { atHand: 2, crowdedUntil: null }, 0, true],
  ['one that failed before', { atHand: 1, crowdedUntil: null }, 1, true],
  ['one that was slow lately', { atHand: 1, crowdedUntil: at(1) }, 0, true],
  ['one that was slow until now', { atHand: 1, crowdedUntil: now }, 0, false],
])('senders count one another: %s', (_, standing, failuresInARow, expected) => {
  expect(isCrowded({ health: { ...newHealth, failuresInARow } }, standing, now)).toBe(expected);
});

test.each([
  ['failing', null, { status: 'pending', nextAttemptAt: now }, 'http_status'],
  ['disabled', 'failing', { status: 'pending', nextAttemptAt: now }, 'failing'],
  ['disabled', 'gone', { status: 'held', nextAttemptAt: null }, 'gone'],
  ['disabled', 'blocked-target', { status: 'held', nextAttemptAt: null }, 'blocked-target'],
] as const)('an owner is told that a subscription is %s for %s', (status, reason, row, said) => {
  const health = { failuresInARow: 7, firstFailureAt: at(-60) };
  const type = status === 'failing' ? 'subscription.failing' : 'subscription.disabled';
  const warning = warningOf(
    subscription({ status, reason, health }),
    { id: 'msg_01JD0000000000000000000001', type, url: 'https://x/', code: 'http_status' },
    now,
  );
  expect(warning).toMatchObject({ ...row, type, trigger: 'live' });
  expect(JSON.parse(warning.body ?? '').data).toMatchObject({
    reason: said,
    failuresInARow: 7,
    since: at(-60),
  });
});
