import type { Change } from '../../core/record/change.ts';
import { type Wish, wantedBy } from '../../core/webhook/fanout.ts';
import type { Member } from '../../core/webhook/subscription.ts';
import type { createSubscriptions } from './subscriptions.ts';

type Subscriptions = Pick<ReturnType<typeof createSubscriptions>, 'filters'>;

/** One change that a member is to receive. */
export type Wanted = { subscription: string; change: Change };

/**
 * What a member wants of changes after `from`; its earlier filters decide on changes from before its present
 * one.
 */
async function wishOf(subscriptions: Subscriptions, member: Member, from: number): Promise<Wish> {
  const { subscription, filter, filterAfter } = member;
  const isOld = from >= filterAfter;
  const filters = isOld ? [{ after: filterAfter, filter }] : await subscriptions.filters(subscription, from);
  return { ...member, filters };
}

/** Answers which changes, of some after `from`, each member is to receive. */
export async function wantedOf(
  subscriptions: Subscriptions,
  members: readonly Member[],
  changes: readonly Change[],
  from: number,
): Promise<Wanted[]> {
  const each = await Promise.all(
    members.map(async (member) => {
      const wish = await wishOf(subscriptions, member, from);
      return wantedBy(wish, changes).map((change) => ({ subscription: member.subscription, change }));
    }),
  );
  return each.flat();
}
