import { DomainError } from '../core/errors.ts';
import type { Instant } from '../core/instant.ts';
import type { Delivery } from '../core/webhook/delivery.ts';
import { conditionAfter, matters } from '../core/webhook/sending/condition.ts';
import type { Condition, ConditionChange } from '../core/webhook/sending/health.ts';
import type { Made } from '../core/webhook/sending/judgement.ts';
import { warningOf } from '../core/webhook/sending/warning.ts';
import type { Subscription } from '../core/webhook/subscription.ts';
import type { DeliverDeps } from './deps.ts';
import { ringAt } from './doorbell.ts';
import { createGather } from './gather.ts';

/**
 * Updates the condition of a subscription after an attempt, and warns its owner once. Answers the condition
 * as it then stands, whoever wrote it; null if the subscription was deleted.
 */
export type Conditions = (subscription: Subscription, made: Made) => Promise<Condition | null>;

export function createConditions(deps: DeliverDeps): Conditions {
  const notes = createGather(deps.store.subscriptions.noteAll);
  const successes = createSuccesses();
  return async (subscription, made) => {
    const expected = conditionAfter(subscription, made);
    if (!matters(successes.seenBy(subscription), expected)) return expected;
    if (expected.raise === null && (await notes.add(next(subscription, expected, made)))) {
      successes.note(subscription.id, expected.health.lastSuccessAt);
      return expected;
    }
    return await changed(deps, subscription, made);
  };
}

const next = (
  current: Subscription,
  { status, reason, health }: ConditionChange,
  { at }: Made,
): Subscription => ({
  ...current,
  status,
  reason,
  health,
  updatedAt: at,
});

const keptSuccesses = 2_000;

/**
 * Remembers successes noted since a subscription was read, because a batch reads it once and may note it
 * often.
 */
function createSuccesses() {
  const noted = new Map<string, Instant>();
  return {
    note: (id: string, at: Instant | null): void => {
      if (at) noted.set(id, at);
      const [oldest] = noted.keys();
      if (noted.size > keptSuccesses && oldest) noted.delete(oldest);
    },
    seenBy: (subscription: Subscription): Subscription => {
      const at = noted.get(subscription.id);
      const { health } = subscription;
      const isLater = at !== undefined && (health.lastSuccessAt === null || at > health.lastSuccessAt);
      return isLater ? { ...subscription, health: { ...health, lastSuccessAt: at } } : subscription;
    },
  };
}

/** Applies the attempt to the latest version, unless that has another URL. */
async function changed(deps: DeliverDeps, subscription: Subscription, made: Made): Promise<Condition | null> {
  const told = await deps.store.subscriptions
    .updateAndTell(subscription.id, (current) => {
      if (current.url !== subscription.url) return null;
      const change = conditionAfter(current, made);
      if (!matters(current, change)) return null;
      const after = next(current, change, made);
      return { subscription: after, message: change.raise && warning(deps, after, change.raise, made) };
    })
    .catch(unlessDeleted);
  if (told?.message) await announce(deps, told.subscription, told.message, made);
  return told?.subscription ?? null;
}

function unlessDeleted(error: unknown): null {
  if (error instanceof DomainError && error.code === 'not-found') return null;
  throw error;
}

function warning(
  { store, publicUrl }: DeliverDeps,
  subscription: Subscription,
  type: NonNullable<ConditionChange['raise']>,
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
  if (message.status === 'pending') await ringAt(deps, message);
}
