import { describe, expect, test } from 'vitest';
import { askedAgainFrom } from '../../../functions/core/webhook/asking.ts';
import { Delivery } from '../../../functions/core/webhook/delivery.ts';
import {
  disablesAt,
  healthAfter,
  healthAt,
  newHealth,
  sendsFrom,
} from '../../../functions/core/webhook/sending/health.ts';
import {
  enabled,
  paused,
  retargeted,
  targetOf,
  verified,
  withNewSecret,
  woken,
} from '../../../functions/core/webhook/subscribing.ts';
import {
  generationOf,
  liveGenerations,
  Member,
  NewSubscription,
  rotated,
  type SecretVersion,
  Subscription,
  withoutSecretsOf,
} from '../../../functions/core/webhook/subscription.ts';
import {
  answersChallenge,
  challengeIn,
  confirmToken,
  hashChallenge,
  isAwaited,
  isConfirmToken,
} from '../../../functions/core/webhook/verification.ts';
import {
  at,
  attempt,
  challenge,
  condition,
  delivery,
  now,
  subscription,
  verdicts,
} from './sending/making.ts';

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
    expect(() => enabled(stopped, now)).toThrow('write to them');
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

describe('secrets', () => {
  const one = (version: number, expiresAt: string | null, generation?: number): SecretVersion => ({
    version,
    createdAt: at(-600),
    expiresAt,
    ...(generation && { generation }),
  });

  test('that are replaced sign on for a day, or as long as is asked, and no longer than they would have', () => {
    const after = rotated([one(1, at(60)), one(2, null)], now);
    expect(after.map(({ version, expiresAt }) => [version, expiresAt])).toEqual([
      [1, at(60)],
      [2, at(24 * 60)],
      [3, null],
    ]);
    expect(rotated([one(1, at(-1)), one(4, null)], now, 0).map(({ version }) => version)).toEqual([4, 5]);
    expect(rotated([one(1, now), one(2, null)], now).map(({ version }) => version)).toEqual([2, 3]);
    expect(withNewSecret(subscription({ secrets: [one(1, null)] }), now, 2).secrets[0]?.expiresAt).toBe(
      at(120),
    );
    expect(withNewSecret(subscription({ secrets: [one(1, null)] }), now).secrets[0]?.expiresAt).toBe(
      at(24 * 60),
    );
  });

  test('overlap for seven days at most', () => {
    const week = 7 * 24 * 3_600_000;
    expect(rotated([one(1, null)], now, week)[0]?.expiresAt).toBe(at(7 * 24 * 60));
    expect(() => rotated([one(1, null)], now, week + 1)).toThrow(RangeError);
    expect(() => rotated([one(1, null)], now, -1)).toThrow(RangeError);
  });

  test('are of a generation, the first where they do not say', () => {
    expect([generationOf(one(1, null)), generationOf(one(1, null, 3))]).toEqual([1, 3]);
    expect(liveGenerations([one(1, now), one(2, at(1), 2), one(3, null, 2), one(4, null, 4)], now)).toEqual([
      2, 4,
    ]);
  });

  test('of a lost generation end now, and the newest takes the place of the current one', () => {
    const left = withoutSecretsOf(2, [one(1, at(60), 1), one(2, at(-5), 2), one(3, null, 2)], 3, now);
    expect(left).toEqual([
      one(1, at(60), 1),
      one(2, at(-5), 2),
      one(3, now, 2),
      { version: 4, generation: 3, createdAt: now, expiresAt: null },
    ]);
    const other = [one(1, at(60), 2), one(2, null, 3)];
    expect(withoutSecretsOf(2, other, 3, now)).toEqual([one(1, now, 2), one(2, null, 3)]);
    expect(withoutSecretsOf(2, [one(1, now, 2), one(2, null, 3)], 3, at(1))[0]?.expiresAt).toBe(now);
  });
});

describe('a challenge', () => {
  const hash = { challengeHash: hashChallenge(challenge) };

  test.each([
    ['{"data":{"challenge":"x"}}', 'x'],
    ['{"data":{"challenge":1}}', null],
    ['{"data":null}', null],
    ['{"data":"text"}', null],
    ['null', null],
    ['no JSON', null],
    ['{"challenge":"x"}', null],
    ['{"__proto__":{"challenge":"x"}}', null],
  ])('is found in %s: %s', (body, expected) => {
    expect(challengeIn(body)).toBe(expected);
  });

  test('is awaited while it is the last one sent', () => {
    const event = (text: string) => JSON.stringify({ data: { challenge: text } });
    expect(isAwaited(event(challenge), hash)).toBe(true);
    expect(isAwaited(event('another'), hash)).toBe(false);
    expect(isAwaited(event(challenge), { challengeHash: null })).toBe(false);
    expect(isAwaited('{}', hash)).toBe(false);
  });

  test.each([
    [200, challenge, true],
    [299, challenge, true],
    [199, challenge, false],
    [300, challenge, false],
    [200, ` ${challenge}\n`, true],
    [200, `\uFEFF${challenge}`, true],
    [200, JSON.stringify(challenge), true],
    [200, JSON.stringify({ challenge }), true],
    [200, JSON.stringify({ challenge: ` ${challenge} ` }), true],
    [200, JSON.stringify({ challenge: 7 }), false],
    [200, JSON.stringify([challenge]), false],
    [200, 'null', false],
    [200, '', false],
  ])('is answered with %i and %s: %s', (status, body, expected) => {
    expect(answersChallenge({ status, body }, hash)).toBe(expected);
    expect(answersChallenge({ status, body }, { challengeHash: null })).toBe(false);
  });

  test('is confirmed by a person with a link that is for this URL and this challenge', () => {
    const master = new Uint8Array(32);
    const one = subscription();
    const token = confirmToken(master, one);
    expect(isConfirmToken(token, master, one)).toBe(true);
    const others = [
      { ...one, url: 'https://x/' },
      { ...one, challengeHash: 'x' },
      { ...one, challengeHash: null },
    ];
    for (const other of others) expect(isConfirmToken(token, master, other)).toBe(false);
    const unasked = { ...one, challengeHash: null };
    expect(isConfirmToken(confirmToken(master, unasked), master, unasked)).toBe(false);
  });
});

test.each([
  [19, 0, null],
  [20, 0, at(1)],
  [20, -1, null],
  [21, 0, at(2)],
  [23, 0, at(8)],
  [60, 0, at(24 * 60)],
])('a host that left %i of 20 unanswered is asked again', (unanswered, lastAt, expected) => {
  expect(askedAgainFrom({ unanswered, lastAt: at(lastAt) }, 20, now)).toBe(expected);
});

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
