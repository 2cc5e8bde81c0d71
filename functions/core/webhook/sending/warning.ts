import type { Instant } from '../../instant.ts';
import { messageTo } from '../composing.ts';
import type { Delivery } from '../delivery.ts';
import type { Subscription } from '../subscription.ts';
import type { ConditionChange } from './health.ts';

type Warning = {
  id: string;
  type: NonNullable<ConditionChange['raise']>;
  /** Address of the subscription. */
  url: string;
  /** What is said where the condition gives no reason. */
  code: string;
};

/**
 * The warning for an owner about a subscription's new condition; it is only recorded if nothing may be sent.
 */
export function warningOf(
  { id: subscription, reason, health }: Subscription,
  { id, type, url, code }: Warning,
  now: Instant,
): Delivery {
  const { failuresInARow, firstFailureAt: since } = health;
  const data = { url, reason: reason ?? code, failuresInARow, since };
  const row = messageTo(subscription, { id, type, data, trigger: 'live' }, now);
  const isMute = reason === 'gone' || reason === 'blocked-target';
  return isMute ? { ...row, status: 'held', nextAttemptAt: null } : row;
}
