import { verified } from '../../core/webhook/subscribing.ts';
import type { Subscription } from '../../core/webhook/subscription.ts';
import type { createRecord } from '../record/snapshots.ts';
import type { createSubscriptions } from './subscriptions.ts';

type Deps = {
  subscriptions: Pick<ReturnType<typeof createSubscriptions>, 'get' | 'update'>;
  record: Pick<ReturnType<typeof createRecord>, 'head'>;
};

/**
 * Makes a subscription whose challenge was answered active, if `challengeHash` is still what it waits for; else it is
 * left as it is. The first time in two steps, membership before its first sequence: a change committed between them is
 * fanned out to it, since `receivesAfter: null` receives. The hash goes with the last step, so that whoever crashed
 * between them does both again. May be repeated at will.
 */
export const createVerify =
  ({ subscriptions, record }: Deps) =>
  async (id: string, challengeHash: string, now: string): Promise<Subscription> => {
    const member = await subscriptions.update(id, (current) => activated(current, challengeHash, now));
    if (!isHalfway(member, challengeHash)) return member;
    const { sequence } = await record.head();
    return subscriptions.update(id, (current) =>
      isHalfway(current, challengeHash)
        ? { ...current, challengeHash: null, receivesAfter: sequence, updatedAt: now }
        : null,
    );
  };

const isHalfway = (subscription: Subscription, challengeHash: string): boolean =>
  subscription.challengeHash === challengeHash &&
  subscription.status !== 'pending' &&
  subscription.receivesAfter === null;

/** A subscription verified before, for another URL, goes on from where it was: in one step. */
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
