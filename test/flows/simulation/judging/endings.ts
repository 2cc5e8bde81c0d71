import type { World } from '../world.ts';
import { type Post, wentWell } from './history.ts';

const never = Number.POSITIVE_INFINITY;

/**
 * Whether the receiver's final 410 is on record for certain, and its owner has not enabled the subscription
 * since.
 */
export function isOver({ history }: World, { subscription, posting, run, tick }: Post): boolean {
  const end = history.posts.findLast(
    (one) =>
      one.mood.status === 410 &&
      one.subscription === subscription &&
      one.posting.url === posting.url &&
      one.type !== 'subscription.verification' &&
      wentWell(one) &&
      (one.run.ended ?? never) <= run.began,
  );
  const isEnabled = history.deeds.some(
    (deed) =>
      end &&
      deed.target === `/v1/subscriptions/${subscription}/enable` &&
      (deed.run.ended ?? never) >= end.tick &&
      deed.run.began <= tick,
  );
  return end !== undefined && !isEnabled;
}
