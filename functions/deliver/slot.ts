import type { Instant } from '../core/instant.ts';
import { type Delivery, isClaimed } from '../core/webhook/delivery.ts';
import type { Slot, Waiting } from '../store/webhook/slots.ts';
import type { DeliverDeps } from './deps.ts';
import { ring } from './doorbell.ts';
import { isRequested } from './replay.ts';

type Id = Pick<Delivery, 'subscription' | 'key'>;

/** What became of the wish for a slot; where there was none, with the delivery as it stands. */
type Taken = { isTaken: true } | { isTaken: false; row: Delivery | undefined };

/**
 * A place among the senders of a subscription, which a receiver that hangs would else take all of. Where there is none,
 * the delivery waits without a doorbell of its own: whoever is done first rings for it.
 */
export async function takeSlot({ store, now }: DeliverDeps, id: Id, slot: Slot): Promise<Taken> {
  const { subscription, key } = id;
  if (await store.slots.take(subscription, slot, now())) return { isTaken: true };
  const row = await store.deliveries.get(id);
  if (!row || !isDue(row, now())) return { isTaken: false, row };
  const isFull = await store.slots.wait(subscription, key, now());
  if (!isFull && (await store.slots.take(subscription, slot, now()))) return { isTaken: true };
  return { isTaken: false, row };
}

/** Gives a slot back and rings for the next; what cannot be given back runs out by itself. */
export async function leaveSlot(deps: DeliverDeps, id: Id, slot: Slot): Promise<void> {
  const { subscription, key } = id;
  try {
    const waiting = await deps.store.slots.free(subscription, slot);
    if (waiting) await ringFor(deps, id, waiting);
  } catch (error) {
    deps.log.warn('slot not left', { subscription, delivery: key, error });
  }
}

/** A doorbell that led to no attempt is passed on, if others wait for one. */
export async function passOn(deps: DeliverDeps, id: Id): Promise<void> {
  const waiting = await deps.store.slots.waiting(id.subscription);
  if (waiting) await ringFor(deps, id, waiting);
}

/** Those ahead are chosen from by chance, so that senders who are done at the same time ring for different ones. */
async function ringFor(deps: DeliverDeps, { subscription, key }: Id, waiting: Waiting): Promise<void> {
  const ahead = await dueAfter(deps, subscription, key);
  const found = ahead.rows.length > 0 ? ahead : await dueAfter(deps, subscription, before(waiting.from));
  const next = found.rows[Math.floor((deps.random ?? Math.random)() * found.rows.length)];
  if (next) await ring(deps, next, null);
  else if (found.isAll) await deps.store.slots.settle(subscription, waiting);
}

const chosenFrom = 8;
const rowsLookedAt = 1_500;

async function dueAfter({ store, now }: DeliverDeps, subscription: string, from: string) {
  const rows: Delivery[] = [];
  let looked = 0;
  for await (const row of store.deliveries.list(subscription, { from, page: chosenFrom })) {
    if (isDue(row, now())) rows.push(row);
    if (rows.length === chosenFrom || ++looked === rowsLookedAt) return { rows, isAll: false };
  }
  return { rows, isAll: true };
}

/** Whether only a doorbell is missing; what was asked for again has its own line. */
const isDue = (row: Delivery, now: Instant): boolean =>
  row.status === 'pending' &&
  !isRequested(row) &&
  !isClaimed(row, now) &&
  row.nextAttemptAt !== null &&
  row.nextAttemptAt <= now;

/** A key that lies just before this one: a listing starts after what it is given. */
export const before = (key: string): string =>
  `${key.slice(0, -1)}${String.fromCharCode(key.charCodeAt(key.length - 1) - 1)}~`;
