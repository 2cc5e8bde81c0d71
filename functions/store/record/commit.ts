import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Clock, Instant } from '../../core/instant.ts';
import { type Change, type NewChange, placed } from '../../core/record/change.ts';
import { forkOf } from '../copy/fork.ts';
import type { Db, Item } from '../db.ts';
import { type Idempotency, keepResponse } from '../idempotency.ts';
import { changeKey } from './changes.ts';
import { type Head, moveHead, newMark, withTouched } from './head.ts';

export type WriteItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Who writes, by which clock; `quiet` for a bulk import, `idempotency` for a request that may be sent twice. */
export type Writing = { now: Clock; by: string; quiet?: boolean; idempotency?: Idempotency | undefined };

/** One transaction: items, the changes that tell of them, and how the caller is answered once sequences are known. */
export type Plan<R> = {
  items: WriteItem[];
  changes: readonly NewChange[];
  /** Part of a bulk import: in the feed, announced later as one. */
  quiet?: boolean | undefined;
  /** The plan writes an instrument, a source or a State. */
  catalogue?: boolean | undefined;
  /** Participations that the plan writes, as `CHN/iccpr`. */
  touched?: readonly string[];
  idempotency?: Idempotency | undefined;
  respond: (sequences: number[]) => R;
};

export type Committed<R> = { head: Head; changes: Change[]; response: R };

/** Another writer moved the head first, or the transaction met one under way: decide anew. */
export class LostRace extends Error {
  override name = 'LostRace';
}

export const create = (db: Db, item: Item): WriteItem => ({
  Put: { TableName: db.table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
});

export const replace = (db: Db, item: Item): WriteItem => ({ Put: { TableName: db.table, Item: item } });

/**
 * Writes the plan in one transaction with the change(s) and the head, so that the feed is gapless. `now` is later than
 * the last write of that head.
 * @throws LostRace where the head moved since it was read.
 */
export async function commit<R>(db: Db, head: Head, now: Instant, plan: Plan<R>): Promise<Committed<R>> {
  const { quiet, idempotency } = plan;
  const moved = movedBy(head, now, plan);
  const fork = await forkOf(db);
  const changes = plan.changes.map((change, index) =>
    placed(change, head.sequence + 1 + index, now, quiet, fork),
  );
  const response = plan.respond(changes.map(({ sequence }) => sequence));
  const items = [
    moveHead(db, head, moved),
    ...plan.items,
    ...changes.map((change) => create(db, { ...changeKey(change.sequence), body: change })),
    ...(idempotency ? [keepResponse(db, idempotency, response, now)] : []),
  ];
  await send(db, items);
  return { head: moved, changes, response };
}

function movedBy<R>(head: Head, now: Instant, { changes, catalogue, touched = [] }: Plan<R>): Head {
  const revision = head.revision + 1;
  return {
    ...head,
    sequence: head.sequence + changes.length,
    revision,
    mark: newMark(),
    catalogueRevision: catalogue ? revision : head.catalogueRevision,
    touched: withTouched(head, touched),
    committedAt: now,
  };
}

async function send(db: Db, items: WriteItem[]): Promise<void> {
  try {
    await db.client.send(new TransactWriteCommand({ TransactItems: items }));
  } catch (error) {
    if (error instanceof TransactionCanceledException && isRace(error)) throw new LostRace(error.message);
    throw error;
  }
}

const races = new Set(['ConditionalCheckFailed', 'TransactionConflict', 'None', undefined]);

/** Whether others were first, rather than the table being throttled or the write refused. */
export const isRace = ({ CancellationReasons }: TransactionCanceledException): boolean =>
  (CancellationReasons ?? []).every(({ Code }) => races.has(Code));
