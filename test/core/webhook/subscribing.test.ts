import { describe, expect, test } from 'vitest';
import { Delivery } from '../../../functions/core/webhook/delivery.ts';
import { newHealth } from '../../../functions/core/webhook/sending/health.ts';
import {
  enabled,
  paused,
  retargeted,
  targetOf,
  verified,
  woken,
} from '../../../functions/core/webhook/subscribing.ts';
import { Member, NewSubscription, Subscription } from '../../../functions/core/webhook/subscription.ts';
import { at, attempt, delivery, now, subscription } from './sending/making.ts';

describe('a subscription by hand', () => {
  test('counts at the domain that anybody can register', () => {
    expect(targetOf('https://a.b.example.org:8443/x')).toEqual({
      url: 'https://a.b.example.org:8443/x',
      host: 'a.b.example.org',
      registrableDomain: 'example.org',
    });
    expect(targetOf('http://localhost/').registrableDomain).toBe('localhost');
  });

  test.each(['owner', 'operator'] as const)(
    'stays paused by its %s with another URL, and once that has answered',
    (by) => {
      const one = retargeted(paused(subscription(), by, now), 'https://other.example/', 'hash');
      expect(one).toMatchObject({
        status: 'pending',
        reason: by,
        challengeHash: 'hash',
        host: 'other.example',
      });
      expect(verified(one)).toEqual({ status: 'paused', reason: by });
    },
  );

  test('is well with another URL, whatever was wrong with the one before', () => {
    const ill = subscription({ status: 'disabled', reason: 'gone', health: { failuresInARow: 30 } });
    const one = retargeted(ill, 'https://other.example/', 'hash');
    expect(one).toMatchObject({ status: 'pending', reason: null, health: newHealth });
    expect(verified(one)).toEqual({ status: 'active', reason: null });
  });

  test('is not changed by an answer that nobody waits for', () => {
    expect(verified(subscription({ status: 'disabled', reason: 'gone' }))).toEqual({
      status: 'disabled',
      reason: 'gone',
    });
  });

  test('is paused at once, and a pending one as soon as it is verified', () => {
    expect(paused(subscription(), 'owner', now)).toMatchObject({
      status: 'paused',
      reason: 'owner',
      updatedAt: now,
    });
    expect(paused(subscription({ status: 'pending' }), 'owner', now)).toMatchObject({
      status: 'pending',
      reason: 'owner',
    });
  });

  test('is enabled with a clean record, but not by its owner where the operator paused it', () => {
    const ill = { failuresInARow: 30, lastSuccessAt: at(-60), nextProbeAt: at(5) };
    const one = subscription({ status: 'disabled', reason: 'failing', health: ill });
    expect(enabled(one, now)).toMatchObject({
      status: 'active',
      reason: null,
      health: { ...newHealth, lastSuccessAt: at(-60) },
      updatedAt: now,
    });
    const stopped = paused(subscription(), 'operator', now);
    expect(() => enabled(stopped, now)).toThrow('The operator paused it');
    expect(enabled(stopped, now, 'operator').status).toBe('active');
    expect(enabled(paused(subscription(), 'owner', now), now).status).toBe('active');
  });

  test.each([
    ['none is to come', null, null],
    ['it is due now', now, null],
    ['it is due', at(-1), null],
    ['it is to come', at(1), now],
  ])('is woken for its next probe unless %s', (_, nextProbeAt, expected) => {
    expect(woken(subscription({ health: { nextProbeAt } }), now)?.health.nextProbeAt ?? null).toBe(expected);
  });
});

test('what is stored is read again as it was', () => {
  const one = subscription({ checkpoint: { through: 3, at: now } });
  expect(Subscription.parse(one)).toEqual(one);
  const row = delivery({ attempts: [attempt('live')], claim: { by: 'me', until: now } });
  expect(Delivery.parse(row)).toEqual(row);
  const member = { subscription: one.id, filter: {}, filterAfter: 0, receivesAfter: null };
  expect(Member.parse(member)).toEqual(member);
  expect(NewSubscription.safeParse({ url: '', filter: {} }).success).toBe(false);
  expect(NewSubscription.safeParse({ url: 'x'.repeat(2049), filter: {} }).success).toBe(false);
  expect(NewSubscription.safeParse({ url: 'x', filter: {}, else: 1 }).success).toBe(false);
  expect(NewSubscription.parse({ url: 'x', filter: {} })).toEqual({ url: 'x', filter: {} });
});
