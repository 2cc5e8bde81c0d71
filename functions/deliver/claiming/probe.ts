import { type Instant, later } from '../../core/instant.ts';
import type { Delivery } from '../../core/webhook/delivery.ts';
import { isWaiting, rowsLookedAt } from '../../core/webhook/sending/waiting.ts';
import type { Subscription } from '../../core/webhook/subscription.ts';
import type { DeliverDeps } from '../deps.ts';

/**
 * Takes the turn to probe for `lease` ms, so that only one of the senders that come when a probe is due has
 * it. Answers the subscription as it then stands, or null.
 */
export async function takeProbe(
  { store }: DeliverDeps,
  { id }: Subscription,
  now: Instant,
  lease: number,
): Promise<Subscription | null> {
  let isOurs = false;
  const after = await store.subscriptions.update(id, (current) => {
    const { nextProbeAt } = current.health;
    isOurs = nextProbeAt !== null && nextProbeAt <= now;
    return isOurs ? { ...current, health: { ...current.health, nextProbeAt: later(now, lease) } } : null;
  });
  return isOurs ? after : null;
}

/**
 * Claims the oldest delivery that waits, before its time; `asked` if so many are kept that the oldest is not
 * found. Null if none waits or another sender has it.
 */
export async function claimOldest(
  deps: DeliverDeps,
  asked: Delivery,
  claim: NonNullable<Delivery['claim']>,
  now: Instant,
): Promise<Delivery | null> {
  let looked = 0;
  for await (const row of deps.store.deliveries.list(asked.subscription, { most: rowsLookedAt })) {
    looked += 1;
    if (isWaiting(row, now)) return await claimAnyway(deps, row, claim, now);
  }
  return looked < rowsLookedAt ? null : await claimAnyway(deps, asked, claim, now);
}

const tries = 5;

/** Tries again after a lost race, because the job of the row may be putting it off at the same moment. */
async function claimAnyway(
  { store }: DeliverDeps,
  row: Delivery,
  claim: NonNullable<Delivery['claim']>,
  now: Instant,
): Promise<Delivery | null> {
  let current: Delivery | undefined = row;
  for (let lost = 0; current && isWaiting(current, now) && lost < tries; lost++) {
    if (await store.deliveries.put({ ...current, claim }))
      return { ...current, claim, version: current.version + 1 };
    current = await store.deliveries.get(row);
  }
  return null;
}
