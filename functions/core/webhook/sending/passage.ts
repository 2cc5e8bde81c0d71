import type { Instant } from '../../instant.ts';
import type { Delivery } from '../delivery.ts';
import type { Subscription } from '../subscription.ts';
import { isAwaited } from '../verification.ts';

/** What happens now to a pending delivery, as its subscription stands. */
export type Passage =
  | { kind: 'open' }
  /** The receiver has failed for long: only the oldest delivery may try. */
  | { kind: 'probe' }
  | { kind: 'wait'; until: Instant; why: 'paused' | 'probing' }
  /** It is recorded, to be replayed when its owner wants. */
  | { kind: 'held' }
  /** It makes no sense to send it any more. */
  | { kind: 'void' };

type SentRow = Pick<Delivery, 'type' | 'trigger' | 'body'>;

/** Whether anything but a verification may go out at once. */
export const isClear = ({ status, health }: Subscription, now: Instant): boolean =>
  (status === 'active' || status === 'failing') &&
  health.nextProbeAt === null &&
  (health.pausedUntil === null || health.pausedUntil <= now);

export function passageOf(row: SentRow, subscription: Subscription, now: Instant): Passage {
  const { status, reason, health } = subscription;
  if (row.trigger === 'verification')
    return { kind: isAwaited(row.body ?? '', subscription) ? 'open' : 'void' };
  if (status === 'pending') return shut(row);
  if (status === 'disabled' && (reason === 'gone' || reason === 'blocked-target')) return shut(row);
  if (isLastWord(row)) return { kind: 'open' };
  if (status === 'disabled' || status === 'paused') return shut(row);
  if (health.pausedUntil && health.pausedUntil > now)
    return { kind: 'wait', until: health.pausedUntil, why: 'paused' };
  if (!health.nextProbeAt || row.trigger === 'test') return { kind: 'open' };
  return health.nextProbeAt > now
    ? { kind: 'wait', until: health.nextProbeAt, why: 'probing' }
    : { kind: 'probe' };
}

/** The one message that a disabled subscription still sends: that it was disabled. */
export const isLastWord = ({ type }: Pick<Delivery, 'type'>): boolean => type === 'subscription.disabled';

const shut = ({ trigger }: SentRow): Passage => ({ kind: trigger === 'test' ? 'void' : 'held' });
