import type { Delivery } from '../core/webhook/delivery.ts';
import { type Instant, msBetween } from '../core/webhook/time.ts';
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
 * Records an attempt: the delivery first, so that a crash from here on sends nothing twice; then its subscription, and
 * whatever the attempt makes possible.
 */
export async function settle(
  deps: DeliverDeps,
  claimed: Claimed,
  made: Made,
  committedAt: Instant | null,
): Promise<void> {
  const { subscription, row } = claimed;
  const after = await record(deps, claimed, made);
  report(deps, after ?? row, made, committedAt);
  if (after?.status === 'pending') await ring(deps, after, after.nextAttemptAt);
  const health = await recordCondition(deps, subscription, made);
  if (made.verdict.kind === 'delivered') await releaseOthers(deps, claimed, made);
  else if (after && health) await ringForProbe(deps, after, health.nextProbeAt);
  if (isRequested(row)) await ringNext(deps, row);
}

const tries = 10;

/** Whoever has written the row meanwhile, the attempt is not lost: it is added to what is there now. */
async function record(
  { store, random = Math.random }: DeliverDeps,
  { subscription, row }: Claimed,
  made: Made,
): Promise<Delivery | null> {
  const settling = { ...made, condition: conditionAfter(subscription, made), random: random() };
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
