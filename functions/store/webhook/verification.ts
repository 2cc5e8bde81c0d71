import { deliveryOf } from '../../core/webhook/composing.ts';
import type { Delivery } from '../../core/webhook/delivery.ts';
import { wantedBy } from '../../core/webhook/fanout.ts';
import { verified } from '../../core/webhook/subscribing.ts';
import type { Subscription } from '../../core/webhook/subscription.ts';
import type { Reader } from '../record/reader.ts';
import type { createDeliveries } from './deliveries/deliveries.ts';
import type { createSubscriptions } from './subscriptions.ts';

type Deps = {
  subscriptions: Pick<ReturnType<typeof createSubscriptions>, 'get' | 'update' | 'filters'>;
  record: Pick<Reader['record'], 'head'>;
  changes: Pick<Reader['changes'], 'list'>;
  deliveries: Pick<ReturnType<typeof createDeliveries>, 'create'>;
};

/** Rings for rows; the sweep finds those that it misses. */
type Ring = (rows: readonly Delivery[]) => Promise<void>;

/**
 * Activates a subscription whose challenge was answered, if `challengeHash` is still what it waits for;
 * otherwise leaves it as it is. The first verification takes two steps: fan-out has it as a member before
 * what it missed is recorded, so that no change falls between. The hash is cleared last, so that both steps
 * are repeated after a crash. It may be repeated at will.
 */
export const createVerify =
  (deps: Deps) =>
  async (id: string, challengeHash: string, now: string, ring?: Ring): Promise<Subscription> => {
    const { subscriptions, record } = deps;
    const member = await subscriptions.update(id, (current) => activated(current, challengeHash, now));
    if (!isHalfway(member, challengeHash)) return member;
    const { sequence } = await record.head();
    const receivesAfter = member.madeAfter ?? sequence;
    const rows = await recordPassedOver(deps, { id, receivesAfter, through: sequence, now });
    const after = await subscriptions.update(id, (current) =>
      isHalfway(current, challengeHash)
        ? { ...current, challengeHash: null, receivesAfter, updatedAt: now }
        : null,
    );
    if (rows.length > 0) await ring?.(rows);
    return after;
  };

type PassedOver = { id: string; receivesAfter: number; through: number; now: string };

/** Makes rows for what was committed between the making of a subscription and its verification. */
async function recordPassedOver(
  { subscriptions, changes, deliveries }: Deps,
  { id, receivesAfter, through, now }: PassedOver,
): Promise<Delivery[]> {
  if (receivesAfter >= through) return [];
  const filters = await subscriptions.filters(id, receivesAfter);
  const made: Delivery[] = [];
  for await (const change of changes.list(receivesAfter, through)) {
    if (filters.length === 0 || wantedBy({ filters, receivesAfter }, [change]).length === 0) continue;
    const row = deliveryOf(change, id, 'live', now);
    if (await deliveries.create(row)) made.push(row);
  }
  return made;
}

const isHalfway = (subscription: Subscription, challengeHash: string): boolean =>
  subscription.challengeHash === challengeHash &&
  subscription.status !== 'pending' &&
  subscription.receivesAfter === null;

/** A subscription that was verified before, for another URL, goes on from where it was, in one step. */
function activated(current: Subscription, challengeHash: string, now: string): Subscription | null {
  if (current.challengeHash !== challengeHash || isHalfway(current, challengeHash)) return null;
  const isFirst = current.receivesAfter === null;
  return {
    ...current,
    ...verified(current),
    challengeHash: isFirst ? challengeHash : null,
    verifiedAt: now,
    updatedAt: now,
  };
}
