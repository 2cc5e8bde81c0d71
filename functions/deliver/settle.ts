import { type Instant, msBetween } from '../core/instant.ts';
import type { Delivery } from '../core/webhook/delivery.ts';
import type { Condition } from '../core/webhook/sending/health.ts';
import type { Subscription } from '../core/webhook/subscription.ts';
import type { Made } from './attempt.ts';
import type { Claimed } from './claim.ts';
import { conditionAfter, recordCondition } from './condition.ts';
import type { DeliverDeps } from './deps.ts';
import { ring } from './doorbell.ts';
import { isClear } from './passage.ts';
import { isRequested, ringNext } from './replay.ts';
import { delivered, settled, withAttempt } from './settlement.ts';
import { release } from './waiting.ts';

/**
 * Records an attempt. What was taken is recorded first, so that a crash from here on sends it to nobody twice. Of any other
 * answer the subscription learns first, so that no crash forgets a 410 or a `Retry-After`, and the delivery is settled by
 * what the subscription then is: it waits, or is held, for a reason that can be seen.
 */
export async function settle(
  deps: DeliverDeps,
  claimed: Claimed,
  made: Made,
  committedAt: Instant | null,
): Promise<void> {
  const { subscription, row } = claimed;
  const isTaken = made.verdict.kind === 'delivered';
  const known = isTaken ? subscription : await learn(deps, subscription, made);
  const after = await record(deps, claimed, made, known);
  report(deps, after ?? row, made, committedAt);
  if (after?.status === 'pending') await ring(deps, after, after.nextAttemptAt);
  if (isTaken) await recordCondition(deps, subscription, made);
  if (isTaken) await releaseOthers(deps, claimed, made);
  else if (after) await ringForProbe(deps, after, known.health.nextProbeAt);
  if (isRequested(row)) await ringNext(deps, row);
}

/** The condition as it is after the attempt. Where it cannot be written the delivery climbs on, and the next answer says it again. */
async function learn(deps: DeliverDeps, subscription: Subscription, made: Made): Promise<Condition> {
  try {
    return (await recordCondition(deps, subscription, made)) ?? subscription;
  } catch (error) {
    deps.log.error('what a receiver said could not be noted', { subscription: subscription.id, error });
    return subscription;
  }
}

const tries = 10;

/** Whoever has written the row meanwhile, the attempt is not lost: it is added to what is there now. */
async function record(
  { store, random = Math.random }: DeliverDeps,
  { row }: Claimed,
  made: Made,
  condition: Condition,
): Promise<Delivery | null> {
  const settling = { ...made, condition, random: random() };
  let current: Delivery | undefined = row;
  for (let lost = 0; current && lost < tries; lost++) {
    const isOurs = current.claim?.by === row.claim?.by;
    const next = isOurs ? settled(current, settling) : added(current, made);
    if (await store.deliveries.put(next)) return next;
    current = await store.deliveries.get(row);
  }
  if (current) throw new Error('the attempt could not be recorded: too many writers at once');
  return null;
}

function added(current: Delivery, { attempt, verdict, at }: Made): Delivery {
  const row = withAttempt(current, attempt);
  return verdict.kind === 'delivered' ? delivered(row, at) : row;
}

function report({ log }: DeliverDeps, row: Delivery, made: Made, committedAt: Instant | null): void {
  const { attempt, verdict, at } = made;
  const { subscription, messageId, type, status, nextAttemptAt } = row;
  log.info('attempted', {
    change: messageId,
    subscription,
    type,
    trigger: attempt.trigger,
    attempt: row.attempted,
    verdict: verdict.kind,
    code: attempt.code,
    status: attempt.status,
    times: attempt.times,
    delivery: status,
    nextAttemptAt,
  });
  if (attempt.trigger === 'test' || attempt.trigger === 'verification') return;
  log.metric(verdict.kind === 'delivered' ? 'DeliveriesOk' : 'DeliveriesFailed', 1);
  if (status === 'exhausted') log.metric('DeliveriesExhausted', 1);
  if (verdict.kind === 'delivered' && attempt.trigger === 'live' && committedAt)
    log.metric('DeliveryLag', Math.max(0, msBetween(committedAt, at)), 'Milliseconds');
}

/** A receiver that has come back gets what was put off while it was away. */
async function releaseOthers(
  deps: DeliverDeps,
  { subscription, row, trigger }: Claimed,
  made: Made,
): Promise<void> {
  const { pausedUntil, nextProbeAt } = subscription.health;
  if (pausedUntil === null && nextProbeAt === null) return;
  if (!isClear({ ...subscription, ...conditionAfter(subscription, made) }, made.at)) return;
  await release(deps, subscription.id, trigger === 'probe' ? row.key : undefined);
}

/** Somebody has to come when the first probe is due; any delivery's doorbell will do. */
async function ringForProbe(deps: DeliverDeps, row: Delivery, nextProbeAt: Instant | null): Promise<void> {
  if (nextProbeAt && row.status === 'pending' && row.nextAttemptAt !== nextProbeAt)
    await ring(deps, row, nextProbeAt);
}
