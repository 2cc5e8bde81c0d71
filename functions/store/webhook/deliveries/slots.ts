import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { slotsOfEach } from '../../../core/webhook/sending/crowd.ts';
import type { Db } from '../../db.ts';

/** The place of a sender at one subscription, until its lease ends. */
export type Slot = { by: string; until: string };

/**
 * Deliveries of a subscription are due without a doorbell, from this key on; `marks` grows with each that
 * comes.
 */
export type Waiting = { from: string; marks: number };

const Slots = z.lazy(() =>
  z.object({
    leases: z.set(z.string()).default(new Set()),
    waiting: z.string().optional(),
    marks: z.number().default(0),
  }),
);
type Slots = z.infer<typeof Slots>;

const itemKey = (subscription: string) => ({ pk: `SUBSCRIPTION#${subscription}`, sk: 'SLOTS' });

/** The instant comes first, so that leases are compared as text. */
const leaseOf = ({ by, until }: Slot): string => `${until} ${by}`;

const day = 24 * 3600;
const expiresAt = (instant: string): number => Math.floor(Date.parse(instant) / 1000) + day;

const tries = 4;

/**
 * Counts senders where all of them see it: one small item for each subscription, with a lease for each
 * sender, so that one that crashed is not counted for ever. A sender that finds no slot free leaves a mark,
 * and the next to free one rings for it.
 */
export function createSlots(db: Db) {
  const update = async (subscription: string, input: Partial<UpdateCommandInput>): Promise<Slots> => {
    const target = { TableName: db.table, Key: itemKey(subscription), ReturnValues: 'ALL_NEW' as const };
    const { Attributes } = await db.client.send(new UpdateCommand({ ...target, ...input }));
    return Slots.parse(Attributes ?? {});
  };

  /** Takes one write, and one more for the first that waits or one that comes before it. */
  const mark = async (subscription: string, key: string, now: string): Promise<Slots> => {
    const slots = await update(subscription, {
      UpdateExpression: 'set expiresAt = :expiry add marks :one',
      ExpressionAttributeValues: { ':one': 1, ':expiry': expiresAt(now) },
    });
    if (slots.waiting !== undefined && slots.waiting <= key) return slots;
    try {
      return await update(subscription, {
        UpdateExpression: 'set waiting = :key',
        ConditionExpression: 'attribute_not_exists(waiting) or waiting > :key',
        ExpressionAttributeValues: { ':key': key },
      });
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return slots;
      throw error;
    }
  };

  /** Takes the slots and answers null, or answers the leases that are in the way. */
  const attempt = async (
    subscription: string,
    slots: readonly Slot[],
    most: number,
  ): Promise<string[] | null> => {
    const asked = slots.map(leaseOf);
    const [{ until } = { until: '' }] = slots;
    try {
      await update(subscription, {
        UpdateExpression: 'add leases :leases set expiresAt = :expiry',
        ConditionExpression: 'attribute_not_exists(leases) or size(leases) <= :left',
        ExpressionAttributeValues: {
          ':leases': new Set(asked),
          ':left': most - slots.length,
          ':expiry': expiresAt(until),
        },
        ReturnValues: 'NONE',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return null;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const leases = error.Item?.leases?.SS ?? [];
      return asked.every((lease) => leases.includes(lease)) ? null : leases;
    }
  };

  const drop = (subscription: string, leases: readonly string[]): Promise<Slots> =>
    update(subscription, {
      UpdateExpression: 'delete leases :leases',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':leases': new Set(leases) },
    });

  /**
   * Takes as many of these slots as are free or expired, of `most` in all, and answers how many, from the
   * first on. One write if all are.
   */
  const takeSome = async (
    subscription: string,
    slots: readonly Slot[],
    now: string,
    most = slotsOfEach,
  ): Promise<number> => {
    let asked = Math.min(slots.length, most);
    for (let tried = 0; asked > 0 && tried < tries; tried++) {
      const leases = await attempt(subscription, slots.slice(0, asked), most);
      if (leases === null) return asked;
      const over = leases.filter((lease) => lease.slice(0, now.length) <= now);
      if (over.length > 0) await drop(subscription, over);
      asked = Math.min(asked, most - (leases.length - over.length));
    }
    return 0;
  };

  /** Takes a slot; false if none is to be had. */
  const take = async (subscription: string, slot: Slot, now: string): Promise<boolean> =>
    (await takeSome(subscription, [slot], now)) === 1;

  /** Gives slots back; answers who waits for one. */
  const free = async (subscription: string, ...slots: readonly Slot[]): Promise<Waiting | null> => {
    try {
      return waitingIn(await drop(subscription, slots.map(leaseOf)));
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  };

  /** Asks whoever frees a slot to ring for a delivery; false if one has become free meanwhile. */
  const wait = async (subscription: string, key: string, now: string): Promise<boolean> =>
    (await mark(subscription, key, now)).leases.size >= slotsOfEach;

  const waiting = async (subscription: string): Promise<Waiting | null> => {
    const { Item } = await db.client.send(
      new GetCommand({ TableName: db.table, Key: itemKey(subscription), ConsistentRead: true }),
    );
    return waitingIn(Slots.parse(Item ?? {}));
  };

  /** Notes that nobody waits any more, unless somebody has begun to since `seen`. */
  const settle = async (subscription: string, seen: Waiting): Promise<void> => {
    try {
      await update(subscription, {
        UpdateExpression: 'remove waiting',
        ConditionExpression: 'marks = :seen',
        ExpressionAttributeValues: { ':seen': seen.marks },
      });
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };

  return { take, takeSome, free, wait, waiting, settle };
}

const waitingIn = ({ waiting, marks }: Slots): Waiting | null =>
  waiting === undefined ? null : { from: waiting, marks };
