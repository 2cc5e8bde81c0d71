import type { Delivery } from '../../../../functions/core/webhook/delivery.ts';
import type { World } from '../world.ts';
import { type Post, wentWell } from './history.ts';
import { during, type Image, latest } from './journal.ts';

/** Contradictions between a subscription's log of attempts and the POSTs that left. */
export function attemptFaults(world: World, id: string): string[] {
  const posts = world.history.posts.filter(({ subscription }) => subscription === id);
  return [
    ...world.journal.rowsOf(id).flatMap((images) => logFaults(images, posts)),
    ...posts.flatMap((post) => [...goneFaults(world, post), ...pauseFaults(world, post)]),
  ];
}

/** Every POST is on record unless something went wrong around its sender, and nothing else is. */
function logFaults(images: readonly Image<Delivery>[], all: readonly Post[]): string[] {
  const row = latest(images);
  if (!row) return [];
  const posts = all.filter(({ id, isOurFault }) => id === row.messageId && !isOurFault);
  const certain = posts.filter(wentWell).length;
  const name = `${row.messageId} for ${row.subscription}`;
  const strange = row.attempts.filter(({ startedAt }) => !posts.some((post) => post.startedAt === startedAt));
  return [
    ...(row.attempted < certain ? [`${name}: ${row.attempted} of ${certain} POSTs are on record`] : []),
    ...(row.attempted > posts.length ? [`${name}: ${row.attempted} attempts, ${posts.length} POSTs`] : []),
    ...strange.map(({ startedAt }) => `${name}: an attempt of ${startedAt} that nobody saw`),
  ];
}

/** The first record of a POST's outcome, unless something went wrong before. */
function recordOf({ journal }: World, post: Post): Image<Delivery> | undefined {
  const { run, struck, subscription, key, startedAt } = post;
  const image = journal
    .row(subscription, key)
    .find((one) => one.run === run && one.value?.attempts.some((attempt) => attempt.startedAt === startedAt));
  return image?.struck === struck ? image : undefined;
}

/** Once a 410 is on record its subscription must be closed, whatever happens to the sender. */
function goneFaults(world: World, post: Post): string[] {
  const record = recordOf(world, post);
  if (post.mood.status !== 410 || !record || post.type === 'subscription.verification') return [];
  const images = during(world.journal.subscription(post.subscription), post.tick, record.tick);
  const isClosed = images.some((one) => one?.status === 'disabled' || one?.url !== post.posting.url);
  return isClosed ? [] : [`the 410 to ${post.id} for ${post.subscription} is forgotten`];
}

/** Once a receiver's wish for silence is on record, its subscription must be silent. */
function pauseFaults(world: World, post: Post): string[] {
  const record = recordOf(world, post);
  if (!post.mood.asks || !record || post.type === 'subscription.verification') return [];
  const images = during(world.journal.subscription(post.subscription), post.tick, record.tick);
  const isSilent = images.some(
    (one) =>
      one?.status === 'disabled' ||
      one?.url !== post.posting.url ||
      Date.parse(one?.health.pausedUntil ?? '') >= Date.parse(post.startedAt) + (post.mood.asks ?? 0),
  );
  return isSilent ? [] : [`the Retry-After to ${post.id} for ${post.subscription} is forgotten`];
}
