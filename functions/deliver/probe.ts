import { type Instant, later } from '../core/instant.ts';
import type { Delivery } from '../core/webhook/delivery.ts';
import { isWaiting, rowsLookedAt } from '../core/webhook/sending/waiting.ts';
import type { Subscription } from '../core/webhook/subscription.ts';
import type { DeliverDeps } from './deps.ts';

/**
 * Takes the turn to probe, for `lease` ms: of any number of senders that come when a probe is due, one has it, and the
 * subscription as it stands then.
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
 * The oldest delivery that waits, claimed before its time; `asked` where so many are kept that the oldest is not found.
 * Null where there is none or somebody else is at it.
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

/** Its own job may be putting it off at this very moment. */
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
