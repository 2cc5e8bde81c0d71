import { hour, minute, second } from '../../../../functions/core/instant.ts';
import type { World } from '../world.ts';
import { type Post, wentWell } from './history.ts';
import { at, during } from './journal.ts';

/** The contract's waits before the second to the tenth attempt. */
const waits = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/**
 * Whether an attempt comes sooner after the last than the contract's wait or that receiver's own wish. It
 * counts POSTs that are on record for certain, so the wait owed is at least theirs.
 */
export function isTooEarly(world: World, post: Post): boolean {
  if (!isOnLadder(world, post) || triggerOf(world, post) !== 'retry') return false;
  const before = world.history.posts.filter((one) => isBefore(one, post) && isCounted(world, one));
  const last = before.at(-1);
  if (!last) return false;
  const climbed = before.filter((one) => ['live', 'retry'].includes(triggerOf(world, one) ?? '')).length;
  const wait = waits[Math.min(Math.max(climbed, 1), waits.length) - 1] ?? 0;
  const over = Date.parse(last.startedAt) + last.mood.seconds * second;
  return over + Math.max(wait, last.mood.asks ?? 0) > Date.parse(post.startedAt);
}

const isBefore = (one: Post, { subscription, id, run }: Post): boolean =>
  one.subscription === subscription &&
  one.id === id &&
  wentWell(one) &&
  (one.run.ended ?? Number.POSITIVE_INFINITY) <= run.began;

/** Whether a POST counts on the ladder; refused ones and probes do not. */
const isCounted = (world: World, post: Post): boolean =>
  isOnLadder(world, post) && !post.isOurFault && !post.isRefused;

const triggerOf = ({ journal }: World, { subscription, key, tick }: Post) =>
  at(journal.row(subscription, key), tick)?.trigger;

function isOnLadder({ journal }: World, { type, subscription, run, tick }: Post): boolean {
  const seen = during(journal.subscription(subscription), run.began, tick);
  return type !== 'subscription.verification' && !seen.some((one) => one?.health.nextProbeAt);
}
