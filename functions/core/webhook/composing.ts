import { idOfChange } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { Change } from '../record/change.ts';
import { type Delivery, deliveryKey } from './delivery.ts';
import type { EventType } from './event-type.ts';
import type { Trigger } from './sending/attempt.ts';

const untried = (trigger: Trigger, now: Instant) => ({
  status: 'pending' as const,
  trigger,
  climbed: 0,
  attempted: 0,
  attempts: [],
  nextAttemptAt: now,
  claim: null,
  createdAt: now,
  deliveredAt: null,
  version: 0,
});

/** A change for one subscription, due at once; its bytes stay in the feed. */
export const deliveryOf = (
  { sequence, type, fork }: Pick<Change, 'sequence' | 'type' | 'fork'>,
  subscription: string,
  trigger: Trigger,
  now: Instant,
): Delivery => ({
  subscription,
  key: deliveryKey({ sequence }),
  sequence,
  messageId: idOfChange({ sequence, fork }),
  type,
  ...untried(trigger, now),
});

type ComposedMessage = { id: string; type: EventType; data: Record<string, unknown>; trigger: Trigger };

/** A message for one subscription only, due at once, with its own bytes. */
export const messageTo = (
  subscription: string,
  { id, type, data, trigger }: ComposedMessage,
  now: Instant,
): Delivery => ({
  subscription,
  key: deliveryKey({ messageId: id }),
  sequence: null,
  messageId: id,
  type,
  body: JSON.stringify({ id, type, timestamp: now, data: { subscription, ...data } }),
  ...untried(trigger, now),
});

/** The same message, to be sent once more. */
export const again = (
  delivery: Delivery,
  trigger: Extract<Trigger, 'resend' | 'replay'>,
  now: Instant,
): Delivery => ({
  ...delivery,
  status: 'pending',
  trigger,
  nextAttemptAt: now,
  claim: null,
});
