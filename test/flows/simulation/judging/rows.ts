import type { Delivery } from '../../../../functions/core/webhook/delivery.ts';
import type { World } from '../world.ts';
import { isTaken } from './history.ts';
import { during, type Image, latest } from './journal.ts';

const mostAttempts = 10;

/** Contradictions of one delivery's end: it must be delivered, given up, or kept because nothing was sent. */
export function rowFaults(world: World, images: readonly Image<Delivery>[]): string[] {
  const row = latest(images);
  if (!row) return [];
  const name = `${row.messageId} (${row.type}) for ${row.subscription}`;
  const isDeleted = latest(world.journal.subscription(row.subscription)) === undefined;
  const held = images.flatMap((image, index) =>
    image.value?.status === 'held' &&
    images[index - 1]?.value?.status !== 'held' &&
    !wasOff(world, row, image)
      ? [`${name}: held without a reason`]
      : [],
  );
  if (isDeleted) return held;
  if (row.status === 'pending') return [...held, `${name}: still pending, until ${row.nextAttemptAt}`];
  if (row.status === 'delivered' && !wasTaken(world, row))
    return [...held, `${name}: said to be delivered, and was not`];
  if (row.status === 'exhausted' && row.sequence !== null && row.climbed < mostAttempts)
    return [...held, `${name}: given up after ${row.climbed} attempts`];
  return held;
}

/** Whether the writer who set a delivery aside had seen its subscription paused, disabled or unverified. */
function wasOff({ journal }: World, { subscription }: Delivery, { run, tick }: Image<Delivery>): boolean {
  return during(journal.subscription(subscription), run?.began ?? tick, tick).some(
    (one) => one === undefined || ['paused', 'disabled', 'pending'].includes(one.status),
  );
}

const wasTaken = ({ history }: World, { subscription, messageId }: Delivery): boolean =>
  history.posts.some((post) => post.subscription === subscription && post.id === messageId && isTaken(post));
