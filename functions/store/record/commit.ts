import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock, Instant } from '../../core/instant.ts';
import { type Change, type NewChange, placed } from '../../core/record/change.ts';
import { forkOf } from '../copy/fork.ts';
import { type Db, type Item, newMark } from '../db.ts';
import { type Idempotency, keepResponse } from '../idempotency.ts';
import { LostRace } from '../retry.ts';
import type { WriteItem } from '../writes.ts';
import { changeKey } from './changes.ts';
import { type Head, moveHead, withTouched } from './head.ts';

/**
 * Who writes, and by which clock. `quiet` marks a bulk import, `idempotency` a request that may be sent
 * twice.
 */
export type Writing = { now: Clock; by: string; quiet?: boolean; idempotency?: Idempotency | undefined };

/**
 * One transaction: its items, the changes that tell of them, and how to answer the caller once sequences are
 * known.
 */
export type Plan<R> = {
  items: WriteItem[];
  changes: readonly NewChange[];
  /** Part of a bulk import: its changes are in the feed, and announced later as one. */
  quiet?: boolean | undefined;
  /** Whether it writes an instrument, a source or a State. */
  catalogue?: boolean | undefined;
  /** The participations that it writes, as `CHN/iccpr`. */
  touched?: readonly string[];
  idempotency?: Idempotency | undefined;
  respond: (sequences: number[]) => R;
};

export type Committed<R> = { head: Head; changes: Change[]; response: R };

export const create = (db: Db, item: Item): WriteItem => ({
  Put: { TableName: db.table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
});

export const replace = (db: Db, item: Item): WriteItem => ({ Put: { TableName: db.table, Item: item } });

/**
 * Writes the plan, its changes and the moved head in one transaction, so that the feed has no gap. `now` must
 * be later than the head's last write.
 * @throws LostRace if the head moved since it was read
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

/** Whether a transaction failed because others were first, not because of throttling or a refusal. */
export const isRace = ({ CancellationReasons }: TransactionCanceledException): boolean =>
  (CancellationReasons ?? []).every(({ Code }) => races.has(Code));
