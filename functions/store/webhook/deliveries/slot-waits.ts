import { slotsOfEach } from '../../../core/webhook/sending/crowd.ts';
import type { Db } from '../../db.ts';
import { unlessRefused } from '../../writes.ts';
import { expiresAt, readSlots, type Slots, type SlotWait, updateSlots, waitingIn } from './slot-item.ts';

/** Marks left by senders that found no slot free: the next sender to free one rings for them. */
export function createSlotWaits(db: Db) {
  /** Takes one write, and one more for the first that waits or one that comes before it. */
  const mark = async (subscription: string, key: string, now: string): Promise<Slots> => {
    const slots = await updateSlots(db, subscription, {
      UpdateExpression: 'set expiresAt = :expiry add marks :one',
      ExpressionAttributeValues: { ':one': 1, ':expiry': expiresAt(now) },
    });
    if (slots.waiting !== undefined && slots.waiting <= key) return slots;
    const first = updateSlots(db, subscription, {
      UpdateExpression: 'set waiting = :key',
      ConditionExpression: 'attribute_not_exists(waiting) or waiting > :key',
      ExpressionAttributeValues: { ':key': key },
    });
    return unlessRefused(first, () => slots);
  };

  return {
    /** Asks whoever frees a slot to ring for a delivery; false if one has become free meanwhile. */
    wait: async (subscription: string, key: string, now: string): Promise<boolean> =>
      (await mark(subscription, key, now)).leases.size >= slotsOfEach,

    waiting: async (subscription: string): Promise<SlotWait | null> =>
      waitingIn(await readSlots(db, subscription)),

    /** Notes that nobody waits any more, unless somebody has begun to since `seen`. */
    settle: async (subscription: string, seen: SlotWait): Promise<void> => {
      const settled = updateSlots(db, subscription, {
        UpdateExpression: 'remove waiting',
        ConditionExpression: 'marks = :seen',
        ExpressionAttributeValues: { ':seen': seen.marks },
      });
      await unlessRefused(settled, () => undefined);
    },
  };
}
