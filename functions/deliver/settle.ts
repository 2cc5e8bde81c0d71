import { type Instant, msBetween } from '../core/instant.ts';
import type { Delivery } from '../core/webhook/delivery.ts';
import { conditionAfter } from '../core/webhook/sending/condition.ts';
import type { Condition } from '../core/webhook/sending/health.ts';
import type { Made } from '../core/webhook/sending/judgement.ts';
import { isClear } from '../core/webhook/sending/passage.ts';
import { settled, settledBeside } from '../core/webhook/sending/settlement.ts';
import { isRequested } from '../core/webhook/sending/waiting.ts';
import type { Subscription } from '../core/webhook/subscription.ts';
import type { HeldRow } from '../store/webhook/deliveries/grouped.ts';
import type { Claimed } from './batch.ts';
import { ringNext } from './claiming/replay.ts';
import { release } from './claiming/waiting.ts';
import type { Conditions } from './condition.ts';
import type { DeliverDeps } from './deps.ts';
import { ringAt } from './doorbell.ts';

type Settling = {
  deps: DeliverDeps;
  conditions: Conditions;
  /** Writes the row together with others of the batch. */
  record: (held: HeldRow) => Promise<PromiseSettledResult<boolean>>;
};

/**
 * Records an attempt. A success is recorded before anything else: a crash after that must not resend it. Any
 * other answer updates the subscription first, so that no crash forgets a 410 or a `Retry-After`; the
 * delivery is then settled by the new condition, and shows why it waits or is held.
 */
export async function settle(
  settling: Settling,
  claimed: Claimed,
  made: Made,
  committedAt: Instant | null,
): Promise<void> {
  const { deps, conditions } = settling;
  const { subscription, row } = claimed;
  const isTaken = made.verdict.kind === 'delivered';
  const known = isTaken ? subscription : await learn(settling, subscription, made);
  const after = await record(settling, claimed, made, known);
  report(deps, after ?? row, made, committedAt);
  if (after?.status === 'pending') await ringAt(deps, after, { at: after.nextAttemptAt });
  if (isTaken) await conditions(subscription, made);
  if (isTaken) await releaseOthers(deps, claimed, made);
  else if (after) await ringForProbe(deps, after, known.health.nextProbeAt);
  if (isRequested(row)) await ringNext(deps, row);
}

/**
 * Answers the condition after the attempt. If it cannot be written the delivery climbs its ladder all the
 * same, and the next answer says it again.
 */
async function learn(
  { deps, conditions }: Settling,
  subscription: Subscription,
  made: Made,
): Promise<Condition> {
  try {
    return (await conditions(subscription, made)) ?? subscription;
  } catch (error) {
    deps.log.error('what a receiver said could not be noted', { subscription: subscription.id, error });
    return subscription;
  }
}

const tries = 10;

/**
 * Records the attempt, also in a row that another sender has written meanwhile, because no attempt may be
 * lost.
 */
async function record(
  { deps, record: write }: Settling,
  { row, isListed }: Claimed,
  made: Made,
  condition: Condition,
): Promise<Delivery | null> {
  const { store, random = Math.random } = deps;
  const settling = { ...made, condition, random: random() };
  const first = settled(row, settling);
  const written = await write({ row: first, isListed });
  if (written.status === 'rejected') throw written.reason;
  if (written.value) return first;
  for (let lost = 0; lost < tries; lost++) {
    const current = await store.deliveries.get(row);
    if (!current) return null;
    const isOurs = current.claim?.by === row.claim?.by;
    const next = isOurs ? settled(current, settling) : settledBeside(current, made);
    if (await store.deliveries.put(next)) return next;
  }
  throw new Error('the attempt could not be recorded: too many writers at once');
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
    log.metric('DeliveryLag', Math.max(0, msBetween(committedAt, at)));
}

/** Releases what was put off while the receiver was away, because it has come back. */
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

/** Rings for the first probe, because somebody must come when it is due; any delivery's doorbell will do. */
async function ringForProbe(deps: DeliverDeps, row: Delivery, nextProbeAt: Instant | null): Promise<void> {
  if (nextProbeAt && row.status === 'pending' && row.nextAttemptAt !== nextProbeAt)
    await ringAt(deps, row, { at: nextProbeAt });
}
