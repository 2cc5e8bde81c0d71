import { randomUUID } from 'node:crypto';
import { later } from '../core/instant.ts';
import { type Delivery, isClaimed } from '../core/webhook/delivery.ts';
import { isClear, passageOf } from '../core/webhook/sending/passage.ts';
import { ended, setAside } from '../core/webhook/sending/settlement.ts';
import { isPutOff, isRequested, ownWait } from '../core/webhook/sending/waiting.ts';
import type { HeldRow } from '../store/webhook/deliveries/grouped.ts';
import { type Batch, type Claimed, each, lease, type Turn } from './batch.ts';
import { claimOldest, takeProbe } from './probe.ts';
import { isBehindAnother } from './replay.ts';
import { leaveSlots, passOn, type Seated, takeSlots } from './slot.ts';
import { postpone, release } from './waiting.ts';

/**
 * What the jobs of a batch are to send now; whatever else is to become of the others has been seen to. Subscriptions are
 * read together, and so are claims written: a crash between leaves slots and claims whose leases end, and nothing sent.
 */
export async function claimAll(batch: Batch): Promise<Claimed[]> {
  const turns = await turnsOf(batch);
  const [open, shut] = split(turns, ({ subscription }) => isClear(subscription, batch.now));
  const { claimed, passed } = await admit(batch, shut);
  const { seated, left } = await takeSlots(batch, [...open, ...passed.filter((turn) => !isAlone(turn))]);
  const alone = passed.filter(isAlone).map((turn) => ({ ...turn, slot: null, isSeated: false }));
  const ready = await claimOrLeave(batch, [...seated, ...alone], left);
  return [...claimed, ...ready];
}

/** Slots go back at once where nothing is to be sent. */
async function claimOrLeave(
  batch: Batch,
  seated: readonly Seated[],
  left: readonly Turn[],
): Promise<Claimed[]> {
  let ready: Claimed[] = [];
  try {
    const [taken, missed] = await claimSeated(batch, seated);
    await lookAt(batch, [...left, ...missed]);
    ready = await each(batch, taken, (one) => readied(batch, one));
    return ready;
  } finally {
    const sent = new Set(ready.map(({ row }) => row.claim?.by));
    await leaveSlots(
      batch,
      seated.filter(({ by }) => !sent.has(by)),
    );
  }
}

type Passed = Turn & { row: Delivery };

/** A verification is not counted: its owner waits, and no receiver has more than one. */
const isAlone = (turn: Turn & { row?: Delivery }): boolean => turn.row?.trigger === 'verification';

/** Each job with its subscription; a delivery whose subscription was deleted goes too. */
async function turnsOf(batch: Batch): Promise<Turn[]> {
  const { store } = batch.deps;
  const known = await batch.contents.readWith(batch.jobs);
  const jobs = batch.jobs.map((job) => ({ job, id: { subscription: job.subscription, key: job.delivery } }));
  return await each(batch, jobs, async (one) => {
    const found = known.get(one.id.subscription);
    if (found instanceof Error) throw found;
    if (found) return { ...one, by: randomUUID(), ...found };
    await store.deliveries.remove(one.id);
    return null;
  });
}

/** Of subscriptions that are not in service as usual: what may be sent all the same, and what a probe has claimed. */
async function admit(
  batch: Batch,
  turns: readonly Turn[],
): Promise<{ claimed: Claimed[]; passed: Passed[] }> {
  if (turns.length === 0) return { claimed: [], passed: [] };
  const rows = await rowsOf(batch, turns);
  const waiting = turns.flatMap((turn) => {
    const row = rows.find((one) => isOf(one, turn));
    return row?.status === 'pending' && !isClaimed(row, batch.now) ? [{ ...turn, row }] : [];
  });
  const passed: Passed[] = [];
  const claimed = await each(batch, waiting, async (turn) => {
    const passage = passageOf(turn.row, turn.subscription, batch.now);
    if (passage.kind === 'open') passed.push(turn);
    if (passage.kind === 'probe') return await probe(batch, turn);
    if (passage.kind === 'wait') await postpone(batch.deps, turn.row, passage);
    if (passage.kind === 'held') await batch.deps.store.deliveries.put(setAside(turn.row));
    if (passage.kind === 'void') await batch.deps.store.deliveries.put(ended(turn.row));
    if (passage.kind === 'wait' || passage.kind === 'held') await passOn(batch.deps, turn.id);
    return null;
  });
  return { claimed, passed };
}

const rowsOf = ({ deps }: Batch, turns: readonly Turn[]): Promise<Delivery[]> =>
  deps.store.deliveries.getAll(turns.map(({ id }) => id));

const isOf = (row: Delivery, { id }: Turn): boolean =>
  row.subscription === id.subscription && row.key === id.key;

async function probe(
  { deps, now, until }: Batch,
  { by, row, job, ...turn }: Passed,
): Promise<Claimed | null> {
  const current = await takeProbe(deps, turn.subscription, now, lease);
  const oldest = current && (await claimOldest(deps, row, { by, until }, now));
  if (oldest?.key !== row.key)
    await postpone(deps, row, { kind: 'wait', until: later(now, lease), why: 'probing' });
  if (!current || !oldest) return null;
  const id = { subscription: oldest.subscription, key: oldest.key };
  return {
    ...{ job, id, subscription: current, row: oldest, trigger: 'probe' },
    ...{ isListed: true, slot: null, isSeated: false },
  };
}

type Taken = Seated & HeldRow;

/** Claims rows, those that can be in one request; a row that cannot be had is not due, settled, or another sender's. */
async function claimSeated(batch: Batch, seated: readonly Seated[]): Promise<[Taken[], Seated[]]> {
  const { deps, now, until } = batch;
  const results = await deps.store.deliveries.claimAll(seated, now, until);
  const taken: Taken[] = [];
  const missed: Seated[] = [];
  for (const [index, seat] of seated.entries()) {
    const result = results[index];
    if (result?.status === 'rejected') batch.fail(seat.job, result.reason);
    else if (result?.value) taken.push({ ...seat, ...result.value });
    else missed.push(seat);
  }
  return [taken, missed];
}

/** Doorbells for what is not due: some of it was put off for a reason that is gone. */
async function lookAt(batch: Batch, turns: readonly Turn[]): Promise<void> {
  if (turns.length === 0) return;
  const rows = await rowsOf(batch, turns);
  await each(batch, turns, async (turn) => {
    const row = rows.find((one) => isOf(one, turn));
    if (row && isPutOff(row, batch.now)) await release(batch.deps, row.subscription, row.key);
    return null;
  });
}

/** A claimed delivery, unless it turns out that it is not to be sent now. */
async function readied({ deps, now }: Batch, taken: Taken): Promise<Claimed | null> {
  const { job, id, subscription, row, isListed, slot, isSeated } = taken;
  const { store, random = Math.random } = deps;
  const passage = passageOf(row, subscription, now);
  if (passage.kind === 'void') await store.deliveries.put(ended(row));
  if (passage.kind !== 'open' && passage.kind !== 'probe') return null;
  const own = ownWait(row, now, random());
  const isBehind = isRequested(row) && (await isBehindAnother(deps, row, now));
  if (isBehind || own) {
    await store.deliveries.put({ ...row, claim: null, ...(own && !isBehind && { nextAttemptAt: own }) });
    return null;
  }
  return { job, id, subscription, row, isListed, trigger: row.trigger, slot, isSeated };
}

function split<T>(ones: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [ones.filter(isFirst), ones.filter((one) => !isFirst(one))];
}
