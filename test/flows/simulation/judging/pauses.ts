import { later } from '../../../../functions/core/instant.ts';
import type { World } from '../world.ts';
import { type Post, wentWell } from './history.ts';

/**
 * Until when a receiver asked for silence, by its answers to attempts on record before this sender began,
 * unless its owner ended that.
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
  /** Whether a 2xx after the silence ended it for good, also for a clock that goes back before its end. */
  const isOver = (tick: number, end: string) =>
    images.some(
      (image) =>
        image.tick > tick &&
        image.tick <= post.tick &&
        image.value?.health.pausedUntil === null &&
        (image.value.health.lastSuccessAt ?? '') >= end,
    );
  const ends = asked
    .filter((one) => !isReopened(one))
    .map(({ tick, endedAt, mood }) => ({ tick, end: later(endedAt ?? '', mood.asks ?? 0) }))
    .filter(({ tick, end }) => !isOver(tick, end))
    .map(({ end }) => end);
  return ends.sort().at(-1) ?? '';
}
