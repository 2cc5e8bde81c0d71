import { slotsOfEach } from '../../../core/webhook/sending/crowd.ts';
import type { Db } from '../../db.ts';
import { unlessRefused } from '../../writes.ts';
import { expiresAt, type Slots, type SlotWait, updateSlots, waitingIn } from './slot-item.ts';
import { createSlotWaits } from './slot-waits.ts';

/** The place of a sender at one subscription, until its lease ends. */
export type Slot = { by: string; until: string };

/** The instant comes first, so that leases are compared as text. */
const leaseOf = ({ by, until }: Slot): string => `${until} ${by}`;

const tries = 4;

/**
 * Counts senders where all of them see it: one small item for each subscription, with a lease for each
 * sender, so that one that crashed is not counted for ever.
 */
export function createSlots(db: Db) {
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
      const leases = await attempt(db, subscription, slots.slice(0, asked), most);
      if (leases === null) return asked;
      const over = leases.filter((lease) => lease.slice(0, now.length) <= now);
      if (over.length > 0) await drop(db, subscription, over);
      asked = Math.min(asked, most - (leases.length - over.length));
    }
    return 0;
  };

  return {
    takeSome,

    /** Takes a slot; false if none is to be had. */
    take: async (subscription: string, slot: Slot, now: string): Promise<boolean> =>
      (await takeSome(subscription, [slot], now)) === 1,

    /** Gives slots back; answers who waits for one. */
    free: (subscription: string, ...slots: readonly Slot[]): Promise<SlotWait | null> =>
      unlessRefused(drop(db, subscription, slots.map(leaseOf)).then(waitingIn), () => null),

    ...createSlotWaits(db),
  };
}

/** Takes the slots and answers null, or answers the leases that are in the way. */
async function attempt(
  db: Db,
  subscription: string,
  slots: readonly Slot[],
  most: number,
): Promise<string[] | null> {
  const asked = slots.map(leaseOf);
  const [{ until } = { until: '' }] = slots;
  const taken = updateSlots(db, subscription, {
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
  return unlessRefused(
    taken.then(() => null),
    (found) => {
      const leases = found?.leases?.SS ?? [];
      return asked.every((lease) => leases.includes(lease)) ? null : leases;
    },
  );
}

const drop = (db: Db, subscription: string, leases: readonly string[]): Promise<Slots> =>
  updateSlots(db, subscription, {
    UpdateExpression: 'delete leases :leases',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':leases': new Set(leases) },
  });
