import { type Instant, second } from '../core/instant.ts';
import type { Delivery } from '../core/webhook/delivery.ts';
import type { Trigger } from '../core/webhook/sending/attempt.ts';
import type { Subscription } from '../core/webhook/subscription.ts';
import type { DeliverJob } from '../lib/queues.ts';
import type { DeliveryId } from '../store/webhook/deliveries/delivery-item.ts';
import type { Slot } from '../store/webhook/deliveries/slots.ts';
import type { DeliverDeps } from './deps.ts';
import type { Contents } from './posting/contents.ts';
import type { Underway } from './underway.ts';

/** The jobs of one invocation, taken together. */
export type Batch = {
  deps: DeliverDeps;
  jobs: readonly DeliverJob[];
  now: Instant;
  /** When the claims and slots that it takes end by themselves. */
  until: Instant;
  contents: Contents;
  underway: Underway;
  /** Our fault: the job has to come back. */
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

/** A delivery that is this sender's alone until its lease ends; with its place among the senders, if it needs one. */
export type Claimed = {
  job: DeliverJob;
  /** The delivery's own, which for a probe is another than the job's. */
  id: DeliveryId;
  subscription: Subscription;
  row: Delivery;
  isListed: boolean;
  trigger: Trigger;
  slot: Slot | null;
  /** Counted among those under way. */
  isSeated: boolean;
};

/** Longer than a function may run, and so longer than any attempt. */
export const lease = 60 * second;

/** Handles each item on its own, so that a failure fails alone; gives what came of the others. */
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
