import type { Delivery } from '../../core/webhook/delivery.ts';
import { isCrowded, slotsOfEach } from '../../core/webhook/sending/crowd.ts';
import { isDue, rowsLookedAt } from '../../core/webhook/sending/waiting.ts';
import type { SlotWait } from '../../store/webhook/deliveries/slot-item.ts';
import type { Slot } from '../../store/webhook/deliveries/slots.ts';
import type { Batch, Turn } from '../batch.ts';
import type { DeliverDeps } from '../deps.ts';
import { ringAt } from '../doorbell.ts';
import { before } from './waiting.ts';

/** `isSeated` says whether it is counted among the deliveries under way in this instance. */
export type Seated = Turn & { slot: Slot | null; isSeated: boolean };

/**
 * Takes slots at crowded subscriptions, so that a receiver that hangs does not occupy every sender. A
 * delivery that finds no slot gets no doorbell of its own: whoever frees a slot rings for it. `seated` may go
 * on, and `left` are not due.
 */
export async function takeSlots(
  batch: Batch,
  turns: readonly Turn[],
): Promise<{ seated: Seated[]; left: Turn[] }> {
  const groups = Map.groupBy(turns, ({ subscription }) => subscription.id);
  const taken = await Promise.all([...groups.values()].map((group) => takeFor(batch, group)));
  return { seated: taken.flatMap(({ seated }) => seated), left: taken.flatMap(({ left }) => left) };
}

type SeatedTurns = { seated: Seated[]; left: Turn[] };

async function takeFor(batch: Batch, turns: Turn[]): Promise<SeatedTurns> {
  const { deps, underway, now } = batch;
  const [first] = turns;
  if (!first) return { seated: [], left: [] };
  const { id } = first.subscription;
  const here = underway.of(id);
  const atHand = turns.length + here.counted + here.uncounted;
  const isCrowd = isCrowded(first.subscription, { atHand, crowdedUntil: first.crowdedUntil }, now);
  if (!isCrowd && !first.job.inTurn)
    return { seated: turns.map((turn) => seat(batch, turn, false)), left: [] };
  const most = slotsOfEach - here.uncounted;
  const slotOf = ({ by }: Turn): Slot => ({ by, until: batch.until });
  const count = await deps.store.slots.takeSome(id, turns.map(slotOf), now, most);
  const seated = turns.slice(0, count).map((turn) => seat(batch, turn, true));
  const late = turns.slice(count);
  if (late.length === 0) return { seated, left: [] };
  const { freed, left } = await waitFor(batch, late);
  if (freed.length === 0) return { seated, left };
  const again = await deps.store.slots.takeSome(id, freed.map(slotOf), now, most);
  return { seated: [...seated, ...freed.slice(0, again).map((turn) => seat(batch, turn, true))], left };
}

/** Counts the delivery as under way until `leaveSlots`. */
function seat({ underway, until }: Batch, turn: Turn, hasSlot: boolean): Seated {
  underway.begin(turn.subscription.id, hasSlot);
  return { ...turn, slot: hasSlot ? { by: turn.by, until } : null, isSeated: true };
}

/**
 * Marks that deliveries wait. `freed` may try again, because a slot became free meanwhile; `left` are not
 * due.
 */
async function waitFor(
  { deps, now }: Batch,
  turns: readonly Turn[],
): Promise<{ freed: Turn[]; left: Turn[] }> {
  const { store } = deps;
  const rows = new Map(
    (await store.deliveries.getAll(turns.map(({ id }) => id))).map((row) => [row.key, row]),
  );
  const isTurn = ({ id }: Turn) => {
    const row = rows.get(id.key);
    return row !== undefined && isDue(row, now);
  };
  const due = turns.filter(isTurn);
  const left = turns.filter((turn) => !isTurn(turn));
  const [first] = due.map(({ id }) => id).sort((a, b) => (a.key < b.key ? -1 : 1));
  if (!first) return { freed: [], left };
  const waiting = due.flatMap(({ id }) => rows.get(id.key) ?? []);
  await Promise.all(waiting.map((row) => store.deliveries.enlist(row)));
  const isFull = await store.slots.wait(first.subscription, first.key, now);
  return { freed: isFull ? [] : due, left };
}

/** A delivery whose attempt has ended or never began. */
export type LeavingSlot = Pick<Seated, 'id' | 'slot' | 'isSeated'>;

/** Gives slots back and rings for the next deliveries; a slot that cannot be given back expires. */
export async function leaveSlots(batch: Batch, leaving: readonly LeavingSlot[]): Promise<void> {
  for (const { id, slot, isSeated } of leaving)
    if (isSeated) batch.underway.end(id.subscription, slot !== null);
  const held = leaving.filter(({ slot }) => slot !== null);
  const groups = Map.groupBy(held, ({ id }) => id.subscription);
  await Promise.all([...groups.values()].map((group) => leaveFor(batch.deps, group)));
}

async function leaveFor(deps: DeliverDeps, group: readonly LeavingSlot[]): Promise<void> {
  const [first] = group;
  if (!first) return;
  const { subscription } = first.id;
  try {
    const slots = group.flatMap(({ slot }) => slot ?? []);
    const waiting = await deps.store.slots.free(subscription, ...slots);
    if (waiting) await ringFor(deps, first.id, waiting, slots.length);
  } catch (error) {
    deps.log.warn('slots not left', { subscription, deliveries: group.map(({ id }) => id.key), error });
  }
}

/** Passes a doorbell that led to no attempt on to another delivery that waits. */
export async function passOn(deps: DeliverDeps, id: Turn['id']): Promise<void> {
  const waiting = await deps.store.slots.waiting(id.subscription);
  if (waiting) await ringFor(deps, id, waiting, 1);
}

/**
 * Rings for deliveries chosen by chance among those ahead, so that senders that finish together ring for
 * different ones.
 */
async function ringFor(
  deps: DeliverDeps,
  { subscription, key }: Turn['id'],
  waiting: SlotWait,
  count: number,
): Promise<void> {
  const ahead = await dueAfter(deps, subscription, key);
  const found = ahead.rows.length > 0 ? ahead : await dueAfter(deps, subscription, before(waiting.from));
  if (found.rows.length === 0) {
    if (found.isAll) await deps.store.slots.settle(subscription, waiting);
    return;
  }
  const { random = Math.random } = deps;
  for (const row of chosen(found.rows, count, random)) await ringAt(deps, row, { inTurn: true });
}

function chosen(rows: readonly Delivery[], count: number, random: () => number): Delivery[] {
  const left = [...rows];
  const taken: Delivery[] = [];
  while (taken.length < count && left.length > 0)
    taken.push(...left.splice(Math.floor(random() * left.length), 1));
  return taken;
}

const chosenFrom = 8;

async function dueAfter({ store, now }: DeliverDeps, subscription: string, from: string) {
  const rows: Delivery[] = [];
  let looked = 0;
  const listing = { from, page: chosenFrom, most: rowsLookedAt };
  for await (const row of store.deliveries.list(subscription, listing)) {
    looked += 1;
    if (isDue(row, now())) rows.push(row);
    if (rows.length === chosenFrom) return { rows, isAll: false };
  }
  return { rows, isAll: looked < rowsLookedAt };
}
