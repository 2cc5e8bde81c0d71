import type { Delivery, DeliveryStatus } from '../../../core/webhook/delivery.ts';
import { type Db, getItems, type Item, newMark } from '../../db.ts';
import { type PartiqlStatement, runAll } from '../../statements.ts';
import {
  type DeliveryId,
  deliveryBody,
  deliveryIn,
  deliveryItem,
  deliveryItemKey,
  dueOf,
  expiryOf,
} from './delivery-item.ts';

/** Writes single rows, if the request for a group failed. */
type Alone = {
  create: (row: Delivery) => Promise<boolean>;
  /** `mark` recognises a row that the failed request has written after all. */
  put: (row: Delivery, mark?: string) => Promise<boolean>;
  claim: (id: DeliveryId, by: string, now: string, until: string) => Promise<Delivery | null>;
};

export type ClaimWish = { id: DeliveryId; by: string };

/**
 * A delivery as a sender has it. `isListed` says whether it stands in `byDue`, and its record may take it
 * out.
 */
export type HeldRow = { row: Delivery; isListed: boolean };

/**
 * Writes many rows in few requests, each on its own condition, so that what becomes of one neither loses nor
 * doubles another. What a group leaves unsure is tried alone.
 */
export function createGroupedDeliveries(db: Db, alone: Alone) {
  const table = `"${db.table}"`;

  /** Answers the rows that exist, in no order. */
  const getAll = async (ids: readonly DeliveryId[]): Promise<Delivery[]> =>
    (await getItems(db, ids.map(deliveryItemKey))).map(deliveryIn);

  /**
   * Creates rows that are not there, for a first attempt that is rung for at once, so that they need no place
   * in `byDue`. Leaves out those that surely somebody else made; where `alone` finds a row, the group may
   * have made it.
   */
  const createAll = async (rows: readonly Delivery[]): Promise<Delivery[]> => {
    const outcomes = await runAll(db, rows.map(inserting(table)));
    const isOurs = outcomes.map(async ({ kind }, index) => {
      const row = rows[index];
      if (kind === 'unsure' && row) await alone.create(row);
      return kind !== 'refused';
    });
    const ours = await Promise.all(isOurs);
    return rows.filter((_, index) => ours[index]);
  };

  /**
   * Claims each row; null if it is not to be had. Rows that nobody has written since they were made are
   * claimed together, others alone. A failure of our own fails its own row only.
   */
  const claimAll = async (
    wishes: readonly ClaimWish[],
    now: string,
    until: string,
  ): Promise<PromiseSettledResult<HeldRow | null>[]> => {
    const outcomes = await runAll(db, wishes.map(claiming(table, now, until)));
    const claimed = wishes.map(async ({ id, by }, index): Promise<HeldRow | null> => {
      const outcome = outcomes[index];
      if (outcome?.kind === 'done' && outcome.item) return heldIn(outcome.item);
      const row = await alone.claim(id, by, now, until);
      return row && { row, isListed: true };
    });
    return Promise.allSettled(claimed);
  };

  /**
   * Rewrites rows that their senders have claimed, each unless somebody else has since; answers whether it
   * did. Rows that leave `byDue` are written alone.
   */
  const putAll = async (held: readonly HeldRow[]): Promise<PromiseSettledResult<boolean>[]> => {
    const marked = held.map((one) => ({ ...one, mark: newMark() }));
    const grouped = marked.filter(({ row, isListed }) => !isListed || dueOf(row) !== null);
    const outcomes = await runAll(db, grouped.map(replacing(table)));
    const written = marked.map(async (one) => {
      const outcome = outcomes[grouped.indexOf(one)];
      if (outcome?.kind === 'done') return true;
      return outcome?.kind === 'refused' ? false : await alone.put(one.row, one.mark);
    });
    return Promise.allSettled(written);
  };

  return { getAll, createAll, claimAll, putAll };
}

const inserting =
  (table: string) =>
  (row: Delivery): PartiqlStatement => {
    const { pk, sk } = deliveryItemKey(row);
    return {
      text: `INSERT INTO ${table} VALUE {'pk': ?, 'sk': ?, 'expiresAt': ?, 'body': ?}`,
      values: [pk, sk, expiryOf(row), deliveryBody(row)],
    };
  };

const claiming =
  (table: string, now: string, until: string) =>
  ({ id, by }: ClaimWish): PartiqlStatement => {
    const { pk, sk } = deliveryItemKey(id);
    return {
      text:
        `UPDATE ${table} SET "body"."claim" = ?, "body"."version" = ? WHERE "pk" = ? AND "sk" = ?` +
        ` AND "body"."version" = ? AND "body"."status" = ? AND "body"."nextAttemptAt" <= ? RETURNING ALL NEW *`,
      values: [{ by, until }, 1, pk, sk, 0, 'pending' satisfies DeliveryStatus, now],
    };
  };

const replacing =
  (table: string) =>
  ({ row, mark }: HeldRow & { mark: string }): PartiqlStatement => {
    const { pk, sk, body, dueShard, dueAt } = deliveryItem({ ...row, version: row.version + 1 });
    const due = dueOf(row) ? [dueShard, dueAt] : [];
    return {
      text:
        `UPDATE ${table} SET "body" = ?, "mark" = ?${due.length > 0 ? ', "dueShard" = ?, "dueAt" = ?' : ''}` +
        ` WHERE "pk" = ? AND "sk" = ? AND "body"."version" = ?`,
      values: [body, mark, ...due, pk, sk, row.version],
    };
  };

const heldIn = (item: Item): HeldRow => ({ row: deliveryIn(item), isListed: item.dueAt !== undefined });
