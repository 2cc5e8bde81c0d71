import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hour, later, minute } from '../../../functions/core/instant.ts';
import { deliveryOf } from '../../../functions/core/webhook/composing.ts';
import { type Delivery, keptAttempts } from '../../../functions/core/webhook/delivery.ts';
import { conditionAfter, matters } from '../../../functions/core/webhook/sending/condition.ts';
import { newHealth, SubscriptionStatus } from '../../../functions/core/webhook/sending/health.ts';
import type { Made } from '../../../functions/core/webhook/sending/judgement.ts';
import { isClear, passageOf } from '../../../functions/core/webhook/sending/passage.ts';
import { settled, settledBeside } from '../../../functions/core/webhook/sending/settlement.ts';
import { isDue, isPutOff, isUnderWay, isWaiting } from '../../../functions/core/webhook/sending/waiting.ts';
import { subscriptionFrom } from '../../../functions/core/webhook/subscribing.ts';
import type { Subscription } from '../../../functions/core/webhook/subscription.ts';
import { unsealed } from '../../support/sealing.ts';

const now = '2026-11-24T00:00:00.000Z';
const id = 'sub_01JD0000000000000000000001';
const instant = fc.integer({ min: -48, max: 48 }).map((hours) => later(now, hours * hour));
const maybe = fc.option(instant);

const row: fc.Arbitrary<Delivery> = fc
  .record({
    trigger: fc.constantFrom('live', 'retry', 'probe', 'resend', 'replay', 'test', 'verification'),
    status: fc.constantFrom('pending', 'delivered', 'exhausted', 'held'),
    climbed: fc.integer({ min: 0, max: 10 }),
    nextAttemptAt: maybe,
    claim: fc.option(instant.map((until) => ({ by: 'me', until }))),
    deliveredAt: maybe,
  })
  .map((over) => ({
    ...deliveryOf({ sequence: 1, type: 'treaty.action.recorded' }, id, 'live', now),
    ...over,
    attempted: over.climbed,
  })) as fc.Arbitrary<Delivery>;

/** Only waiting deliveries are ever sent. */
const sent = row.map((one): Delivery => ({ ...one, status: 'pending' }));

const subscription: fc.Arbitrary<Subscription> = fc
  .record({
    status: fc.constantFrom(...SubscriptionStatus.options),
    failuresInARow: fc.integer({ min: 0, max: 30 }),
    pausedUntil: maybe,
    nextProbeAt: maybe,
  })
  .map(({ status, ...health }) => ({
    ...subscriptionFrom(
      { url: 'https://hooks.example.org/', filter: {} },
      { id, owner: 'o', shard: 0, challengeHash: 'x', issue: unsealed, now },
    ),
    status,
    health: { ...newHealth, ...health },
  }));

const made: fc.Arbitrary<Made> = fc
  .tuple(
    fc.constantFrom('live', 'retry', 'probe', 'resend', 'replay', 'test'),
    fc.oneof(
      fc.constant({ kind: 'delivered' } as const),
      fc.constant({ kind: 'gone', code: 'gone' } as const),
      fc.constant({ kind: 'failed', code: 'timeout' } as const),
      fc.constant({ kind: 'blocked', code: 'blocked_target' } as const),
      fc
        .integer({ min: 1, max: 1_440 })
        .map(
          (minutes) =>
            ({ kind: 'paused', code: 'too_many_requests', until: later(now, minutes * minute) }) as const,
        ),
    ),
  )
  .map(([trigger, verdict]) => ({
    at: now,
    verdict,
    attempt: {
      startedAt: now,
      trigger,
      times: { total: 0 },
      verdict: verdict.kind,
      code: verdict.kind === 'delivered' ? null : verdict.code,
      status: null,
      headers: {},
      body: '',
    },
  })) as fc.Arbitrary<Made>;

const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
const holds = <T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>) =>
  fc.assert(property, { numRuns: 500 });

describe('a settlement', () => {
  test('lets the delivery go, counts the attempt, and leaves it pending only with a time that is not past', () => {
    holds(
      fc.property(sent, made, subscription, chance, (before, one, condition, random) => {
        const after = settled(before, { ...one, condition, random });
        expect(after.claim).toBeNull();
        expect(after.attempted).toBe(before.attempted + 1);
        expect(after.attempts.length).toBeLessThanOrEqual(keptAttempts);
        expect(after.nextAttemptAt === null).toBe(after.status !== 'pending');
        if (after.nextAttemptAt && one.attempt.trigger !== 'probe')
          expect(after.nextAttemptAt >= now).toBe(true);
      }),
    );
  });

  test('never takes back that something was delivered, nor says so without a 2xx', () => {
    holds(
      fc.property(sent, made, subscription, chance, (before, one, condition, random) => {
        const after = settled(before, { ...one, condition, random });
        if (one.verdict.kind === 'delivered') expect(after.status).toBe('delivered');
        if (before.deliveredAt !== null && after.status !== 'pending') expect(after.status).toBe('delivered');
        if (before.deliveredAt === null && one.verdict.kind !== 'delivered')
          expect(after.status).not.toBe('delivered');
        const { status } = settledBeside(before, one);
        expect(status).toBe(one.verdict.kind === 'delivered' ? 'delivered' : before.status);
      }),
    );
  });

  test('honours a Retry-After, whatever the ladder says', () => {
    holds(
      fc.property(sent, made, subscription, chance, (before, one, condition, random) => {
        const after = settled(before, { ...one, condition: { ...condition, status: 'active' }, random });
        if (one.verdict.kind === 'paused' && one.attempt.trigger !== 'probe' && after.nextAttemptAt)
          expect(after.nextAttemptAt >= one.verdict.until).toBe(true);
      }),
    );
  });
});

describe('a passage', () => {
  test('is open to nothing of a subscription that is off, but that it was disabled', () => {
    holds(
      fc.property(row, subscription, (delivery, { status, ...rest }) => {
        const passage = passageOf(delivery, { ...rest, status, reason: null }, now);
        if (['pending', 'paused', 'disabled'].includes(status) && delivery.trigger !== 'verification')
          expect(['held', 'void']).toContain(passage.kind);
      }),
    );
  });

  test('is open to whatever is live where the subscription is clear', () => {
    holds(
      fc.property(row, subscription, (delivery, one) => {
        if (isClear(one, now) && delivery.trigger !== 'verification')
          expect(passageOf(delivery, one, now).kind).toBe('open');
      }),
    );
  });

  test('asks to wait only for what is to come', () => {
    holds(
      fc.property(row, subscription, (delivery, one) => {
        const passage = passageOf(delivery, one, now);
        if (passage.kind === 'wait') expect(passage.until > now).toBe(true);
      }),
    );
  });
});

test('what is due waits, is on its way, and was not put off', () => {
  holds(
    fc.property(row, (delivery) => {
      if (!isDue(delivery, now)) return;
      expect([isWaiting(delivery, now), isUnderWay(delivery, now), isPutOff(delivery, now)]).toEqual([
        true,
        true,
        false,
      ]);
    }),
  );
});

test('a condition that is written once matters no more: the same attempt told twice changes nothing that is counted', () => {
  holds(
    fc.property(subscription, made, (one, attempt) => {
      const change = conditionAfter(one, attempt);
      if (attempt.verdict.kind !== 'delivered') return;
      const after: Subscription = {
        ...one,
        status: change.status,
        reason: change.reason,
        health: change.health,
      };
      expect(matters(after, conditionAfter(after, attempt))).toBe(false);
    }),
  );
});
