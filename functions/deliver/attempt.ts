import { DomainError } from '../core/errors.ts';
import { type Instant, later, msBetween, second } from '../core/instant.ts';
import { crowdedFor, slowAfter } from '../core/webhook/sending/crowd.ts';
import { judgePost, type Posted } from '../core/webhook/sending/judgement.ts';
import type { Subscription } from '../core/webhook/subscription.ts';
import { ringFor } from '../lib/queues.ts';
import type { HeldRow } from '../store/webhook/deliveries/grouped.ts';
import type { Claimed } from './batch.ts';
import type { Conditions } from './condition.ts';
import type { DeliverDeps } from './deps.ts';
import { ringAt } from './doorbell.ts';
import type { Gather } from './gather.ts';
import type { Compose, Message } from './posting/message.ts';
import { settle } from './settle.ts';

export type Sender = {
  deps: DeliverDeps;
  compose: Compose;
  conditions: Conditions;
  /** Expects one record, or one `leave`, for each claimed delivery. */
  records: Gather<HeldRow, PromiseSettledResult<boolean>>;
};

/** Sends a claimed delivery and records the outcome. */
export async function attempt(sender: Sender, claimed: Claimed): Promise<void> {
  const { deps, records } = sender;
  let isRecorded = false;
  const record = (held: HeldRow) => {
    isRecorded = true;
    return records.add(held);
  };
  try {
    const message = await composed(sender, claimed);
    const startedAt = deps.now();
    if (hasRunOut(claimed, startedAt)) return await letGo(deps, claimed, 'the lease has run out');
    const posted = await watched(deps, claimed, deps.send(message.posting(startedAt)));
    const { subscription, trigger, row } = claimed;
    const made = judgePost(posted, subscription, { trigger, type: row.type, startedAt, endedAt: deps.now() });
    if (!made)
      return await letGo(deps, claimed, posted.answer.kind === 'our-fault' ? posted.answer.reason : '');
    if (trigger === 'verification' && made.verdict.kind === 'delivered' && subscription.challengeHash)
      await answered(deps, subscription, subscription.challengeHash, made.at);
    await settle({ ...sender, record }, claimed, made, message.committedAt);
  } finally {
    if (!isRecorded) records.leave();
  }
}

/**
 * Verifies the subscription, because its URL has answered the challenge. It stays pending if its domain
 * already has as many as it may.
 */
async function answered(
  deps: DeliverDeps,
  subscription: Subscription,
  hash: string,
  at: Instant,
): Promise<void> {
  try {
    await deps.store.verify(subscription.id, hash, at, ringFor(deps));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'limit-reached') throw error;
    deps.log.warn('not verified', { subscription: subscription.id, reason: error.message });
  }
  await deps.store.unanswered.answered(subscription, at);
}

async function composed({ deps, compose }: Sender, claimed: Claimed): Promise<Message> {
  try {
    return await compose(claimed.subscription, claimed.row);
  } catch (error) {
    await letGo(deps, claimed, 'nothing to send or to sign with');
    throw error;
  }
}

/**
 * Marks a receiver as slow while it takes long, so that other senders count themselves. A sender with a slot
 * is counted already.
 */
async function watched(
  { store, log, now, tellSlowAfter = slowAfter }: DeliverDeps,
  { subscription: { id }, slot }: Claimed,
  sent: Promise<Posted>,
): Promise<Posted> {
  const tell = () =>
    store.subscriptions
      .crowd(id, now(), later(now(), crowdedFor))
      .catch((error: unknown) => log.warn('a slow receiver was not noted', { subscription: id, error }));
  const timer = slot ? undefined : setTimeout(tell, tellSlowAfter);
  return await sent.finally(() => clearTimeout(timer));
}

/**
 * Milliseconds that a lease must still run for an attempt to begin, so that it ends before another sender may
 * claim the delivery.
 */
const longestAttempt = 20 * second;

const hasRunOut = ({ row }: Claimed, now: Instant): boolean =>
  row.claim === null || msBetween(now, row.claim.until) < longestAttempt;

const ourFaultWait = 30 * second;

/**
 * Releases a delivery that our own fault kept from being attempted, counts no attempt, and rings again soon.
 */
async function letGo(deps: DeliverDeps, { row, trigger }: Claimed, reason: string): Promise<void> {
  deps.log.warn('not an attempt', { change: row.messageId, subscription: row.subscription, trigger, reason });
  const soon = later(deps.now(), ourFaultWait);
  const nextAttemptAt = trigger === 'probe' ? row.nextAttemptAt : soon;
  const free = { ...row, claim: null, nextAttemptAt };
  if (await deps.store.deliveries.put(free)) await ringAt(deps, row, { at: soon });
}
