import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { SubscriptionId } from '../core/ids.ts';
import { type Instant, later, msBetween, second } from '../core/instant.ts';
import { DeliveryKey } from '../core/webhook/delivery.ts';
import { type DeliverJob, ringFor } from '../lib/queues.ts';
import { judge } from './attempt.ts';
import { type Claimed, claimFor } from './claim.ts';
import type { DeliverDeps } from './deps.ts';
import { ring } from './doorbell.ts';
import { type Compose, createCompose, type Message } from './message.ts';
import { settle } from './settle.ts';
import { leaveSlot } from './slot.ts';

const Job = z.object({ subscription: SubscriptionId, delivery: DeliveryKey });

/**
 * Attempts deliveries: claim, sign, send, record. A job whose fault is ours is reported as a batch item failure and
 * charged to nobody; whatever else a receiver does is an attempt, and the job is done.
 */
export function createDeliver(deps: DeliverDeps): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const compose = createCompose(deps);
  return async ({ Records }) => {
    const failures = await Promise.all(
      Records.map(async ({ body, messageId }) => {
        try {
          await deliverOne(deps, compose, Job.parse(JSON.parse(body)));
          return [];
        } catch (error) {
          deps.log.error('a delivery could not be attempted', { error });
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: failures.flat() };
  };
}

async function deliverOne(deps: DeliverDeps, compose: Compose, job: DeliverJob): Promise<void> {
  const claimed = await claimFor(deps, job);
  if (!claimed) return;
  try {
    await attempt(deps, compose, claimed);
  } finally {
    if (claimed.slot) await leaveSlot(deps, claimed.row, claimed.slot);
  }
}

async function attempt(deps: DeliverDeps, compose: Compose, claimed: Claimed): Promise<void> {
  const message = await composed(deps, compose, claimed);
  const startedAt = deps.now();
  if (hasRunOut(claimed, startedAt)) return await letGo(deps, claimed, 'the lease has run out');
  const posted = await deps.send(message.posting(startedAt));
  const { subscription, trigger } = claimed;
  const { type } = claimed.row;
  const made = judge(posted, subscription, { trigger, type, startedAt, endedAt: deps.now() });
  if (!made)
    return await letGo(deps, claimed, posted.answer.kind === 'our-fault' ? posted.answer.reason : '');
  if (trigger === 'verification' && made.verdict.kind === 'delivered' && subscription.challengeHash)
    await deps.store.verify(subscription.id, subscription.challengeHash, made.at, ringFor(deps));
  await settle(deps, claimed, made, message.committedAt);
}

async function composed(deps: DeliverDeps, compose: Compose, claimed: Claimed): Promise<Message> {
  try {
    return await compose(claimed.subscription, claimed.row);
  } catch (error) {
    await letGo(deps, claimed, 'nothing to send or to sign with');
    throw error;
  }
}

/** No attempt is begun that another sender might be at before it is over. */
const longestAttempt = 20 * second;

const hasRunOut = ({ row }: Claimed, now: Instant): boolean =>
  row.claim === null || msBetween(now, row.claim.until) < longestAttempt;

const ourFaultWait = 30 * second;

/** The fault was ours: the delivery stands as before, and is tried again soon. */
async function letGo(deps: DeliverDeps, { row, trigger }: Claimed, reason: string): Promise<void> {
  deps.log.warn('not an attempt', { change: row.messageId, subscription: row.subscription, trigger, reason });
  const soon = later(deps.now(), ourFaultWait);
  const nextAttemptAt = trigger === 'probe' ? row.nextAttemptAt : soon;
  const free = { ...row, claim: null, nextAttemptAt };
  if (await deps.store.deliveries.put(free)) await ring(deps, row, soon);
}
