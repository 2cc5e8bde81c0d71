import * as z from 'zod';
import { Instant } from '../../calendar.ts';
import { hour, later, latestOf, minute, msBetween } from '../../instant.ts';
import type { Verdict } from './verdict.ts';

/** What recent attempts say of a receiver. */
export const Health = z.lazy(() =>
  z
    .object({
      /** Failures since the last 2xx. */
      failuresInARow: z.number().int().min(0),
      firstFailureAt: Instant.nullable(),
      lastFailureAt: Instant.nullable(),
      lastSuccessAt: Instant.nullable(),
      /** Nothing is sent before this. */
      pausedUntil: Instant.nullable(),
      /** Set in probe mode: when the oldest pending delivery is tried next; the others wait. */
      nextProbeAt: Instant.nullable(),
      probes: z.number().int().min(0),
      /** When the guard first refused the target; a second refusal an hour later disables. */
      blockedAt: Instant.nullable(),
    })
    .meta({ id: 'Health' }),
);
export type Health = z.infer<typeof Health>;

export const SubscriptionStatus = z
  .enum(['pending', 'active', 'failing', 'paused', 'disabled'])
  .meta({ id: 'SubscriptionStatus' });
export type SubscriptionStatus = z.infer<typeof SubscriptionStatus>;

export const StatusReason = z
  .enum(['failing', 'gone', 'blocked-target', 'owner', 'operator'])
  .meta({ id: 'StatusReason' });
export type StatusReason = z.infer<typeof StatusReason>;

/** The part of a subscription that attempts change. */
export type Condition = { status: SubscriptionStatus; reason: StatusReason | null; health: Health };

/** A condition and what the owner is to be told of it. */
export type ConditionChange = Condition & { raise: 'subscription.failing' | 'subscription.disabled' | null };

export const newHealth: Health = {
  failuresInARow: 0,
  firstFailureAt: null,
  lastFailureAt: null,
  lastSuccessAt: null,
  pausedUntil: null,
  nextProbeAt: null,
  probes: 0,
  blockedAt: null,
};

export const failingAfter = 5;
export const probingAfter = 20;
export const silenceLimit = 120 * hour;
const failureSpan = 12 * hour;
export const longestProbeWait = 60 * minute;
export const blockedRecheck = hour;

/**
 * The condition after an attempt. It does not change for a subscription that is not verified yet, nor for a
 * disabled one, which only `enable` brings back.
 */
export function healthAfter(condition: Condition, verdict: Verdict, now: Instant): ConditionChange {
  const { status, health } = condition;
  if (status === 'pending' || status === 'disabled' || verdict.kind === 'our-fault') return same(condition);
  if (verdict.kind === 'gone') return disabled(failed(health, now), 'gone');
  if (verdict.kind === 'blocked') return afterBlocked(condition, now);
  if (verdict.kind === 'delivered') return healed(condition, now);
  return afterFailure(condition, verdict, now);
}

/**
 * When time alone disables a failing subscription, unless a 2xx comes first; null if nothing points to it.
 */
export function disablesAt({ firstFailureAt, lastFailureAt }: Health): Instant | null {
  if (!firstFailureAt || !lastFailureAt || msBetween(firstFailureAt, lastFailureAt) < failureSpan)
    return null;
  return later(firstFailureAt, silenceLimit);
}

/** The condition at an instant without an attempt. */
export function healthAt(condition: Condition, now: Instant): ConditionChange {
  const due = disablesAt(condition.health);
  const isLive = condition.status === 'active' || condition.status === 'failing';
  return isLive && due !== null && due <= now ? disabled(condition.health, 'failing') : same(condition);
}

/** The earliest instant at which anything may be sent; null for at once. */
export const sendsFrom = ({ pausedUntil, nextProbeAt }: Health): Instant | null =>
  pausedUntil && nextProbeAt ? latestOf(pausedUntil, nextProbeAt) : (pausedUntil ?? nextProbeAt);

const same = (condition: Condition): ConditionChange => ({ ...condition, raise: null });

const disabled = (health: Health, reason: StatusReason): ConditionChange => ({
  status: 'disabled',
  reason,
  health: { ...health, nextProbeAt: null, pausedUntil: null },
  raise: 'subscription.disabled',
});

/**
 * Heals the condition, but keeps the silence that the receiver asked for, because an attempt that was under
 * way already does not end it by succeeding.
 */
function healed({ status, reason, health: { pausedUntil } }: Condition, now: Instant): ConditionChange {
  const isAsked = pausedUntil !== null && pausedUntil > now;
  const health = { ...newHealth, lastSuccessAt: now, pausedUntil: isAsked ? pausedUntil : null };
  return status === 'paused'
    ? { status, reason, health, raise: null }
    : { status: 'active', reason: null, health, raise: null };
}

function afterFailure(condition: Condition, verdict: Verdict, now: Instant): ConditionChange {
  const asked = verdict.kind === 'paused' ? verdict.until : null;
  const health = failed({ ...condition.health, blockedAt: null }, now, asked);
  if (condition.status === 'paused') return { ...condition, health, raise: null };
  const dead = healthAt({ ...condition, health }, now);
  if (dead.raise) return dead;
  if (health.failuresInARow < failingAfter || condition.status === 'failing')
    return { ...condition, health, raise: null };
  return { status: 'failing', reason: null, health, raise: 'subscription.failing' };
}

function failed(health: Health, now: Instant, asked: Instant | null = null): Health {
  const failuresInARow = health.failuresInARow + 1;
  return {
    ...health,
    failuresInARow,
    firstFailureAt: health.firstFailureAt ?? now,
    lastFailureAt: latestOf(now, health.lastFailureAt),
    pausedUntil: asked ? latestOf(asked, health.pausedUntil) : health.pausedUntil,
    ...(failuresInARow >= probingAfter && probing(health, now)),
  };
}

/** Waits 1, 2, 4 … 60 minutes; attempts under way together count as one probe. */
function probing({ nextProbeAt, probes }: Health, now: Instant): Pick<Health, 'nextProbeAt' | 'probes'> {
  if (nextProbeAt && nextProbeAt > now) return { nextProbeAt, probes };
  return { nextProbeAt: later(now, Math.min(minute * 2 ** probes, longestProbeWait)), probes: probes + 1 };
}

/**
 * The whole subscription waits for the second look, so refusals of attempts already under way add nothing.
 */
function afterBlocked(condition: Condition, now: Instant): ConditionChange {
  const { health } = condition;
  const checkAt = health.blockedAt && later(health.blockedAt, blockedRecheck);
  if (checkAt && now >= checkAt) return disabled(health, 'blocked-target');
  const until = later(health.blockedAt ?? now, blockedRecheck);
  return same({
    ...condition,
    health: {
      ...health,
      blockedAt: health.blockedAt ?? now,
      pausedUntil: latestOf(until, health.pausedUntil),
    },
  });
}
