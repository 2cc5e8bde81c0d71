import * as z from 'zod';
import { Instant } from '../calendar.ts';
import { padSequence, SubscriptionId } from '../ids.ts';
import { Attempt, Trigger } from './sending/attempt.ts';

export const DeliveryStatus = z.enum(['pending', 'delivered', 'exhausted', 'held']).meta({
  id: 'DeliveryStatus',
  description: 'held: recorded while the subscription is disabled or paused.',
});
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** A zero-padded sequence, or `msg_<ulid>` for what is sent to one subscription only. */
export const DeliveryKey = z.string().regex(/^(?:\d{12}|msg_[0-9A-HJKMNP-TV-Z]{26})$/);

/** Attempts kept with a delivery, the latest ones. */
export const keptAttempts = 25;

/** One message for one subscription. */
export const Delivery = z.lazy(() =>
  z
    .object({
      subscription: SubscriptionId,
      key: DeliveryKey,
      /** Null for what is not in the feed. */
      sequence: z.number().int().positive().nullable(),
      /** The `webhook-id`: the same for every attempt, resend and replay. */
      messageId: z.string().regex(/^[A-Za-z0-9_-]+$/),
      type: z.string(),
      /** The bytes to send, only where the feed does not hold them. */
      body: z.string().optional(),
      status: DeliveryStatus,
      /** Why the next attempt is made. */
      trigger: Trigger,
      /** Attempts that count on the ladder. */
      climbed: z.number().int().min(0),
      /** All attempts ever made. */
      attempted: z.number().int().min(0),
      attempts: z.array(Attempt).max(keptAttempts),
      nextAttemptAt: Instant.nullable(),
      /** One sender holds it until then. */
      claim: z.object({ by: z.string(), until: Instant }).nullable(),
      createdAt: Instant,
      deliveredAt: Instant.nullable(),
      version: z.number().int().min(0),
    })
    .meta({ id: 'Delivery' }),
);
export type Delivery = z.infer<typeof Delivery>;

export const deliveryKey = (of: { sequence: number } | { messageId: string }): string =>
  'sequence' in of ? padSequence(of.sequence) : of.messageId;

/** The change that a delivery is about; null for a message to one subscription only. */
export const sequenceIn = (key: string): number | null => (/^\d+$/.test(key) ? Number(key) : null);

export const isClaimed = ({ claim }: Pick<Delivery, 'claim'>, now: Instant): boolean =>
  claim !== null && claim.until > now;
