import { later } from '../../../../functions/core/instant.ts';
import type { World } from '../world.ts';
import { type Post, wentWell } from './history.ts';

/**
 * Until when a receiver has asked for silence, by what it answered to attempts that were on record before this one's
 * sender began; its owner may have put an end to that.
 */
export function pauseOver({ history, journal }: World, post: Post): string {
  if (post.type === 'subscription.verification' || post.type === 'subscription.disabled') return '';
  const { subscription, run, posting } = post;
  const asked = history.posts.filter(
    (one) =>
      one.mood.asks &&
      one.subscription === subscription &&
      one.posting.url === posting.url &&
      one.type !== 'subscription.verification' &&
      wentWell(one) &&
      (one.run.ended ?? Number.POSITIVE_INFINITY) <= run.began,
  );
  const images = journal.subscription(subscription);
  const isReopened = ({ tick }: Post) =>
    images.some(
      (image) =>
        image.tick > tick &&
        image.tick <= post.tick &&
        image.run?.name === 'api' &&
        image.value?.health.failuresInARow === 0,
    );
  const ends = asked
    .filter((one) => !isReopened(one))
    .map(({ endedAt, mood }) => later(endedAt ?? '', mood.asks ?? 0));
  return ends.sort().at(-1) ?? '';
}
