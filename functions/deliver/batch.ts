import { type Instant, second } from '../core/instant.ts';
import type { Delivery } from '../core/webhook/delivery.ts';
import type { Trigger } from '../core/webhook/sending/attempt.ts';
import type { Subscription } from '../core/webhook/subscription.ts';
import type { DeliverJob } from '../lib/queues.ts';
import type { DeliveryId } from '../store/webhook/deliveries/delivery-item.ts';
import type { Slot } from '../store/webhook/deliveries/slots.ts';
import type { Underway } from './claiming/underway.ts';
import type { DeliverDeps } from './deps.ts';
import type { Contents } from './posting/contents.ts';

/** The jobs of one invocation, and what they share. */
export type Batch = {
  deps: DeliverDeps;
  jobs: readonly DeliverJob[];
  now: Instant;
  /** When its claims and slots expire. */
  until: Instant;
  contents: Contents;
  underway: Underway;
  /** Reports a job that failed through our own fault, so that it comes back. */
  fail(job: DeliverJob, error: unknown): void;
};

/** A job with its subscription; `by` names its claim. */
export type Turn = {
  job: DeliverJob;
  id: DeliveryId;
  by: string;
  subscription: Subscription;
  crowdedUntil: Instant | null;
};

/** A delivery that no other sender may take until its lease ends, with its slot if it needs one. */
export type Claimed = {
  job: DeliverJob;
  /** The id of the claimed delivery, which for a probe may be another than the job's. */
  id: DeliveryId;
  subscription: Subscription;
  row: Delivery;
  isListed: boolean;
  trigger: Trigger;
  slot: Slot | null;
  /** Whether it is counted among the deliveries under way in this instance. */
  isSeated: boolean;
};

/** Milliseconds of a lease: longer than a function may run, and so longer than any attempt. */
export const lease = 60 * second;

/** Works on each item by itself, so that one failure reports one job; answers the results of the others. */
export async function each<T extends { job: DeliverJob }, R>(
  { fail }: Pick<Batch, 'fail'>,
  ones: readonly T[],
  work: (one: T) => Promise<R | null>,
): Promise<R[]> {
  const done = await Promise.all(
    ones.map((one) =>
      work(one).catch((error: unknown) => {
        fail(one.job, error);
        return null;
      }),
    ),
  );
  return done.flatMap((one) => (one === null ? [] : [one]));
}
