import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import { attemptLimit, ladder } from '../../functions/core/webhook/schedule.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import type { Run } from './steps.ts';

/** A subscription and one of its deliveries as the table holds them at an instant. */
export type Glimpse = { subscription: Subscription | undefined; row: Delivery | undefined };

/** One POST, as a receiver sees it and as the table stood around it. */
export type Post = {
  run: Run;
  subscription: string;
  id: string;
  type: string;
  body: string;
  /** On the sender's own clock. */
  startedAt: string;
  /** Before the sender began, and as the request went out. */
  before: Glimpse;
  during: Glimpse;
};

/** What a receiver may hold against one POST, judged by itself; empty if nothing. */
export function faultsOf(post: Post, earlier: readonly Post[]): string[] {
  const { before, during, type, startedAt } = post;
  const isVerification = type === 'subscription.verification';
  const both = [before, during];
  const found: string[] = [];
  const hold = (is: boolean, what: string) => {
    if (is) found.push(`${what}: ${post.id} to ${post.subscription} at ${startedAt} by ${post.run.name}`);
  };
  hold(before.subscription === undefined, 'sent after deletion');
  hold(!isVerification && during.subscription?.verifiedAt === null, 'sent before verification');
  hold(!isVerification && before.subscription?.reason === 'gone', 'sent after 410');
  hold(
    !isVerification &&
      type !== 'subscription.disabled' &&
      both.every(({ subscription }) => isShut(subscription)),
    'sent while paused or disabled',
  );
  hold(
    !isVerification && both.every(({ subscription }) => isPaused(subscription, startedAt)),
    'sent while told to wait',
  );
  hold(
    isDeliveredBefore(before) && isDeliveredBefore(during),
    'sent again after it was recorded as delivered',
  );
  const other = earlier.findLast(
    ({ subscription, id }) => subscription === post.subscription && id === post.id,
  );
  hold(other?.body !== undefined && other.body !== post.body, 'other bytes under the same id');
  hold(other !== undefined && !other.run.done && !other.run.crashed, 'two senders at once');
  hold(!isVerification && both.every((glimpse) => isTooEarly(glimpse, startedAt)), 'sent before its time');
  return found;
}

const isShut = (subscription: Subscription | undefined): boolean =>
  subscription?.status === 'paused' || subscription?.status === 'disabled';

const isPaused = (subscription: Subscription | undefined, at: string): boolean =>
  (subscription?.health.pausedUntil ?? '') > at;

const isDeliveredBefore = ({ row }: Glimpse): boolean => row?.status === 'delivered';

/** Sooner than the schedule and a `Retry-After` in digits allow after the attempts on record. */
function isTooEarly({ row, subscription }: Glimpse, at: string): boolean {
  if (row?.trigger !== 'retry' || subscription?.health.nextProbeAt) return false;
  const last = row.attempts.findLast(({ trigger }) => trigger !== 'probe');
  if (!last || last.verdict === 'blocked' || row.climbed === 0) return false;
  const wait = ladder[Math.min(row.climbed, attemptLimit - 1) - 1] ?? 0;
  const asked = last.verdict === 'paused' ? Number(last.headers['retry-after']) : Number.NaN;
  const floor = Number.isNaN(asked) ? 0 : Math.min(asked, 86_400) * 1000;
  return Date.parse(last.startedAt) + last.times.total + Math.max(wait, floor) > Date.parse(at);
}
