import { hour, latestOf, msBetween } from '../../instant.ts';
import type { Subscription } from '../subscription.ts';
import { type ConditionChange, type Health, healthAfter } from './health.ts';
import type { Made } from './judgement.ts';

/** What an attempt says about the receiver: a verification nothing yet, a test only what leaves no doubt. */
export function conditionAfter(subscription: Subscription, { attempt, verdict, at }: Made): ConditionChange {
  const same = { ...subscription, raise: null };
  if (attempt.trigger === 'verification') return same;
  const isTest = attempt.trigger === 'test';
  if (isTest && verdict.kind === 'paused') return { ...same, health: silent(subscription, verdict.until) };
  if (isTest && verdict.kind !== 'delivered' && verdict.kind !== 'gone') return same;
  return healthAfter(beforeProbe(subscription, attempt), verdict, at);
}

const silent = ({ health }: Subscription, until: string): Health => ({
  ...health,
  pausedUntil: latestOf(until, health.pausedUntil),
});

/**
 * The subscription as it was before the probe, because the probe's sender has already put the next probe off.
 */
function beforeProbe(subscription: Subscription, { trigger, startedAt }: Made['attempt']): Subscription {
  const { health } = subscription;
  return trigger === 'probe' && health.nextProbeAt
    ? { ...subscription, health: { ...health, nextProbeAt: startedAt } }
    : subscription;
}

/**
 * Whether a change is worth a write. The last success is kept by the hour, because otherwise every delivery
 * would cost one.
 */
export function matters(before: Subscription, after: ConditionChange): boolean {
  if (before.status !== after.status || before.reason !== after.reason) return true;
  const { lastSuccessAt: old, ...one } = before.health;
  const { lastSuccessAt: recent, ...other } = after.health;
  const isSame = (Object.keys(one) as (keyof Omit<Health, 'lastSuccessAt'>)[]).every(
    (name) => one[name] === other[name],
  );
  return !isSame || (recent !== null && (old === null || msBetween(old, recent) >= hour));
}
