import { randomUUID } from 'node:crypto';
import { later } from '../../core/instant.ts';
import { type Delivery, isClaimed } from '../../core/webhook/delivery.ts';
import { isClear, passageOf } from '../../core/webhook/sending/passage.ts';
import { ended, setAside } from '../../core/webhook/sending/settlement.ts';
import { isPutOff, isRequested, ownWait } from '../../core/webhook/sending/waiting.ts';
import type { HeldRow } from '../../store/webhook/deliveries/grouped.ts';
import { type Batch, type Claimed, each, lease, type Turn } from '../batch.ts';
import { claimOldest, takeProbe } from './probe.ts';
import { isBehindAnother } from './replay.ts';
import { leaveSlots, passOn, type Seated, takeSlots } from './slot.ts';
import { postpone, release } from './waiting.ts';

/**
 * Claims what the jobs of a batch are to send now, and puts off, sets aside or ends the rest. Subscriptions
 * are read together and claims are written together. A crash in between sends nothing, and leaves slots and
 * claims that expire.
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

/** Claims the seated deliveries, and gives back the slots of those that are not to be sent. */
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

/** A verification takes no slot, because its owner waits for it and no receiver has more than one. */
const isAlone = (turn: Turn & { row?: Delivery }): boolean => turn.row?.trigger === 'verification';

/** Pairs each job with its subscription; deletes a delivery whose subscription was deleted. */
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

/**
 * Decides on deliveries whose subscription is not clear: `passed` may be sent all the same, and `claimed` are
 * probes.
 */
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

type ClaimedRow = Seated & HeldRow;

/** Claims rows, in one request where it can. A row that is missed is not due, settled, or another sender's. */
async function claimSeated(batch: Batch, seated: readonly Seated[]): Promise<[ClaimedRow[], Seated[]]> {
  const { deps, now, until } = batch;
  const results = await deps.store.deliveries.claimAll(seated, now, until);
  const taken: ClaimedRow[] = [];
  const missed: Seated[] = [];
  for (const [index, seat] of seated.entries()) {
    const result = results[index];
    if (result?.status === 'rejected') batch.fail(seat.job, result.reason);
    else if (result?.value) taken.push({ ...seat, ...result.value });
    else missed.push(seat);
  }
  return [taken, missed];
}

/** Releases deliveries that were put off, because the reason may be gone. */
async function lookAt(batch: Batch, turns: readonly Turn[]): Promise<void> {
  if (turns.length === 0) return;
  const rows = await rowsOf(batch, turns);
  await each(batch, turns, async (turn) => {
    const row = rows.find((one) => isOf(one, turn));
    if (row && isPutOff(row, batch.now)) await release(batch.deps, row.subscription, row.key);
    return null;
  });
}

/** Answers the claimed delivery, or null if it is not to be sent now. */
async function readied({ deps, now }: Batch, taken: ClaimedRow): Promise<Claimed | null> {
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
