import { DomainError } from '../core/errors.ts';
import { hour, latestOf, msBetween } from '../core/instant.ts';
import type { Delivery } from '../core/webhook/delivery.ts';
import { type Change, type Condition, type Health, healthAfter } from '../core/webhook/sending/health.ts';
import { warningOf } from '../core/webhook/sending/warning.ts';
import type { Subscription } from '../core/webhook/subscription.ts';
import type { Made } from './attempt.ts';
import type { DeliverDeps } from './deps.ts';
import { ring } from './doorbell.ts';

/** What an attempt says of the receiver: a verification nothing yet, a test only what leaves no doubt. */
export function conditionAfter(subscription: Subscription, { attempt, verdict, at }: Made): Change {
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

/** Whoever probes has put the next probe off while at it; the attempt counts as the one that was due when it began. */
function beforeProbe(subscription: Subscription, { trigger, startedAt }: Made['attempt']): Subscription {
  const { health } = subscription;
  return trigger === 'probe' && health.nextProbeAt
    ? { ...subscription, health: { ...health, nextProbeAt: startedAt } }
    : subscription;
}

/**
 * Brings a subscription's condition up to date after an attempt, and tells its owner what it has to know, once. Gives the
 * condition as it is then, whoever else wrote meanwhile; null where the subscription was deleted.
 */
export async function recordCondition(
  deps: DeliverDeps,
  subscription: Subscription,
  made: Made,
): Promise<Condition | null> {
  const expected = conditionAfter(subscription, made);
  if (!matters(subscription, expected)) return expected;
  const told = await deps.store.subscriptions
    .updateAndTell(subscription.id, (current) => {
      if (current.url !== subscription.url) return null;
      const changed = conditionAfter(current, made);
      if (!matters(current, changed)) return null;
      const { status, reason, health, raise } = changed;
      const next = { ...current, status, reason, health, updatedAt: made.at };
      return { subscription: next, message: raise && warning(deps, next, raise, made) };
    })
    .catch(unlessDeleted);
  if (told?.message) await announce(deps, told.subscription, told.message, made);
  return told?.subscription ?? null;
}

function unlessDeleted(error: unknown): null {
  if (error instanceof DomainError && error.code === 'not-found') return null;
  throw error;
}

/** The last success is kept by the hour, or every delivery would cost a write more. */
function matters(before: Subscription, after: Change): boolean {
  if (before.status !== after.status || before.reason !== after.reason) return true;
  const { lastSuccessAt: old, ...one } = before.health;
  const { lastSuccessAt: recent, ...other } = after.health;
  const isSame = (Object.keys(one) as (keyof Omit<Health, 'lastSuccessAt'>)[]).every(
    (name) => one[name] === other[name],
  );
  return !isSame || (recent !== null && (old === null || msBetween(old, recent) >= hour));
}

function warning(
  { store, publicUrl }: DeliverDeps,
  subscription: Subscription,
  type: NonNullable<Change['raise']>,
  { verdict, at }: Made,
): Delivery {
  const url = `${publicUrl}/v1/subscriptions/${subscription.id}`;
  const code = verdict.kind === 'delivered' ? 'failing' : verdict.code;
  return warningOf(subscription, { id: store.newId('msg'), type, url, code }, at);
}

async function announce(
  deps: DeliverDeps,
  { id, reason, health }: Subscription,
  message: Delivery,
  { attempt }: Made,
): Promise<void> {
  const { failuresInARow } = health;
  deps.log.warn(message.type, { subscription: id, reason: reason ?? attempt.code, failuresInARow });
  if (message.type === 'subscription.disabled') deps.log.metric('SubscriptionsDisabled', 1);
  if (message.status === 'pending') await ring(deps, message, null);
}
