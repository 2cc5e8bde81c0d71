import { later, minute } from '../../../../functions/core/instant.ts';
import { deliveryOf } from '../../../../functions/core/webhook/composing.ts';
import type { Delivery } from '../../../../functions/core/webhook/delivery.ts';
import type { Attempt, Trigger } from '../../../../functions/core/webhook/sending/attempt.ts';
import { type Condition, type Health, newHealth } from '../../../../functions/core/webhook/sending/health.ts';
import type { Judged, Made } from '../../../../functions/core/webhook/sending/judgement.ts';
import { subscriptionFrom } from '../../../../functions/core/webhook/subscribing.ts';
import type { Subscription } from '../../../../functions/core/webhook/subscription.ts';
import { hashChallenge } from '../../../../functions/core/webhook/verification.ts';
import { unsealed } from '../../../support/sealing.ts';

export const now = '2026-11-24T12:00:00.000Z';
export const challenge = 'c29tZSBjaGFsbGVuZ2U';

/** The instant `minutes` from now; negative for the past. */
export const at = (minutes: number): string => later(now, minutes * minute);

const id = 'sub_01JD0000000000000000000001';

export const delivery = (over: Partial<Delivery> = {}): Delivery => ({
  ...deliveryOf({ sequence: 1, type: 'treaty.action.recorded' }, id, 'live', now),
  ...over,
});

type Standing = Partial<Omit<Subscription, 'health'>> & { health?: Partial<Health> };

export const subscription = ({ health, ...over }: Standing = {}): Subscription => ({
  ...subscriptionFrom(
    { url: 'https://hooks.example.org/', filter: {} },
    { id, owner: 'o', shard: 0, challengeHash: hashChallenge(challenge), issue: unsealed, now: at(-600) },
  ),
  status: 'active',
  ...over,
  health: { ...newHealth, ...health },
});

export const attempt = (trigger: Trigger, over: Partial<Attempt> = {}): Attempt => ({
  startedAt: now,
  trigger,
  times: { total: 0 },
  verdict: 'failed',
  code: 'timeout',
  status: null,
  headers: {},
  body: '',
  ...over,
});

export const verdicts = {
  delivered: { kind: 'delivered' },
  gone: { kind: 'gone', code: 'gone' },
  failed: { kind: 'failed', code: 'timeout' },
  blocked: { kind: 'blocked', code: 'blocked_target' },
  paused: { kind: 'paused', code: 'too_many_requests', until: at(90) },
} as const satisfies Record<string, Judged>;

/** An attempt of a trigger, with what became of it, over now. */
export const made = (trigger: Trigger, verdict: Judged, over: Partial<Attempt> = {}): Made => ({
  attempt: attempt(trigger, { verdict: verdict.kind, ...over }),
  verdict,
  at: now,
});

export const condition = (
  over: Partial<Omit<Condition, 'health'>> & { health?: Partial<Health> } = {},
): Condition => ({
  status: 'active',
  reason: null,
  ...over,
  health: { ...newHealth, ...over.health },
});
