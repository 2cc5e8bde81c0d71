import { randomUUID } from 'node:crypto';
import { type Instant, later, second } from '../core/instant.ts';
import { type Delivery, isClaimed } from '../core/webhook/delivery.ts';
import type { Trigger } from '../core/webhook/sending/attempt.ts';
import type { Subscription } from '../core/webhook/subscription.ts';
import type { DeliverJob } from '../lib/queues.ts';
import type { Slot } from '../store/webhook/slots.ts';
import type { DeliverDeps } from './deps.ts';
import { isClear, passageOf } from './passage.ts';
import { claimOldest, takeProbe } from './probe.ts';
import { isBehindAnother, isRequested } from './replay.ts';
import { ended, ownTime, setAside } from './settlement.ts';
import { leaveSlot, passOn, takeSlot } from './slot.ts';
import { isPutOff, postpone, release } from './waiting.ts';

/** A delivery that is this sender's alone until its lease ends; with its place among the senders, if it needs one. */
export type Claimed = { subscription: Subscription; row: Delivery; trigger: Trigger; slot?: Slot };

/** Longer than a function may run, and so than any attempt. */
export const lease = 60 * second;

type Looking = {
  deps: DeliverDeps;
  subscription: Subscription;
  now: Instant;
  claim: { by: string; until: Instant };
};

/** What a job is to send now, or null once whatever else is to become of it has been seen to. */
export async function claimFor(deps: DeliverDeps, job: DeliverJob): Promise<Claimed | null> {
  const subscription = await deps.store.subscriptions.get(job.subscription);
  if (!subscription) {
    await deps.store.deliveries.remove({ subscription: job.subscription, key: job.delivery });
    return null;
  }
  const now = deps.now();
  const looking = { deps, subscription, now, claim: { by: randomUUID(), until: later(now, lease) } };
  if (isClear(subscription, now)) return await claimInTurn(looking, job.delivery);
  const row = await deps.store.deliveries.get({ subscription: job.subscription, key: job.delivery });
  return row?.status === 'pending' && !isClaimed(row, now) ? await claimAsAllowed(looking, row) : null;
}

/** With a slot, which goes back at once where nothing is to be sent. */
async function claimInTurn(looking: Looking, key: string): Promise<Claimed | null> {
  const { deps, subscription, claim } = looking;
  const id = { subscription: subscription.id, key };
  const slot = { by: claim.by, until: claim.until };
  const taken = await takeSlot(deps, id, slot);
  if (!taken.isTaken) return await notDue(looking, taken.row);
  let claimed: Claimed | null = null;
  try {
    claimed = await claimDue(looking, key);
    return claimed && { ...claimed, slot };
  } finally {
    if (!claimed) await leaveSlot(deps, id, slot);
  }
}

/** One conditional write in the ordinary case. */
async function claimDue(looking: Looking, key: string): Promise<Claimed | null> {
  const { deps, subscription, now, claim } = looking;
  const { store } = deps;
  const id = { subscription: subscription.id, key };
  const row = await store.deliveries.claim(id, claim.by, now, claim.until);
  if (!row) return await notDue(looking, await store.deliveries.get(id));
  const passage = passageOf(row, subscription, now);
  if (passage.kind === 'void') await store.deliveries.put(ended(row));
  if (passage.kind !== 'open' && passage.kind !== 'probe') return null;
  if (isRequested(row) && (await isBehindAnother(deps, row, now))) {
    await store.deliveries.put({ ...row, claim: null });
    return null;
  }
  return (await isTooEarly(deps, row, now)) ? null : { subscription, row, trigger: row.trigger };
}

/** A doorbell for what is not due: it is taken, settled, or was put off for a reason that is gone. */
async function notDue({ deps, now }: Looking, row: Delivery | undefined): Promise<null> {
  if (row && isPutOff(row, now)) await release(deps, row.subscription, row.key);
  return null;
}

/** What was due for a probe goes back to its own time once the receiver is well. */
async function isTooEarly({ store, random = Math.random }: DeliverDeps, row: Delivery, now: Instant) {
  const own = row.attempts.at(-1)?.trigger === 'probe' ? ownTime(row, random()) : null;
  if (!own || own <= now) return false;
  await store.deliveries.put({ ...row, claim: null, nextAttemptAt: own });
  return true;
}

async function claimAsAllowed(looking: Looking, row: Delivery): Promise<Claimed | null> {
  const { deps, subscription, now } = looking;
  const passage = passageOf(row, subscription, now);
  switch (passage.kind) {
    case 'open':
      return await (row.trigger === 'verification' ? claimDue : claimInTurn)(looking, row.key);
    case 'probe':
      return await claimProbe(looking, row);
    case 'wait':
      await postpone(deps, row, passage);
      await passOn(deps, row);
      return null;
    case 'held':
      await deps.store.deliveries.put(setAside(row));
      await passOn(deps, row);
      return null;
    case 'void':
      await deps.store.deliveries.put(ended(row));
      return null;
  }
}

async function claimProbe(
  { deps, subscription, now, claim }: Looking,
  row: Delivery,
): Promise<Claimed | null> {
  const current = await takeProbe(deps, subscription, now, lease);
  const oldest = current && (await claimOldest(deps, subscription.id, claim, now));
  if (oldest?.key !== row.key)
    await postpone(deps, row, { kind: 'wait', until: later(now, lease), why: 'probing' });
  return current && oldest ? { subscription: current, row: oldest, trigger: 'probe' } : null;
}
