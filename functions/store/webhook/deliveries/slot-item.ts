import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Db, getItem, type Item } from '../../db.ts';
import { updateItem } from '../../writes.ts';

/**
 * Deliveries of a subscription are due without a doorbell, from this key on; `marks` grows with each that
 * comes.
 */
export type SlotWait = { from: string; marks: number };

const Slots = z.lazy(() =>
  z.object({
    leases: z.set(z.string()).default(new Set()),
    waiting: z.string().optional(),
    marks: z.number().default(0),
  }),
);
/** What is counted of one subscription: the leases of its senders, and who waits for one of them. */
export type Slots = z.infer<typeof Slots>;

const itemKey = (subscription: string) => ({ pk: `SUBSCRIPTION#${subscription}`, sk: 'SLOTS' });

const slotsIn = (item: Item | undefined): Slots => Slots.parse(item ?? {});

export const readSlots = async (db: Db, subscription: string): Promise<Slots> =>
  slotsIn(await getItem(db, itemKey(subscription)));

/** Answers the slots after the update. */
export const updateSlots = async (
  db: Db,
  subscription: string,
  update: Partial<UpdateCommandInput>,
): Promise<Slots> =>
  slotsIn(await updateItem(db, itemKey(subscription), { ReturnValues: 'ALL_NEW', ...update }));

export const waitingIn = ({ waiting, marks }: Slots): SlotWait | null =>
  waiting === undefined ? null : { from: waiting, marks };

const day = 24 * 3600;
export const expiresAt = (instant: string): number => Math.floor(Date.parse(instant) / 1000) + day;
