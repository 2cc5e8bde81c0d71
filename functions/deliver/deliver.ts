import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { SubscriptionId } from '../core/ids.ts';
import { later } from '../core/instant.ts';
import { DeliveryKey } from '../core/webhook/delivery.ts';
import type { DeliverJob } from '../lib/queues.ts';
import { attempt } from './attempt.ts';
import { type Batch, type Claimed, lease } from './batch.ts';
import { claimAll } from './claiming/claim.ts';
import { type LeavingSlot, leaveSlots } from './claiming/slot.ts';
import { createUnderway } from './claiming/underway.ts';
import { createConditions } from './condition.ts';
import type { DeliverDeps } from './deps.ts';
import { createGather } from './gather.ts';
import { createContents } from './posting/contents.ts';
import { createCompose } from './posting/message.ts';
import { createSleep } from './sleep.ts';

const Job = z.object({
  subscription: SubscriptionId,
  delivery: DeliveryKey,
  inTurn: z.literal(true).optional(),
});

const held = 25;

/**
 * Attempts deliveries, a batch of jobs together: claim, sign, send, record. A job that fails through our own
 * fault is reported as a batch item failure and charged to nobody; whatever a receiver does is an attempt,
 * and ends the job.
 */
export function createDeliver(deps: DeliverDeps): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const contents = createContents(deps.store);
  const compose = createCompose(deps, contents);
  const underway = createUnderway();
  const conditions = createConditions(deps);
  const isAsleep = createSleep(deps);
  return async ({ Records }) => {
    const { jobs, messages, unread } = readJobs(deps, Records);
    const failed = new Set<string>(unread);
    const fail = (job: DeliverJob, error: unknown) => {
      deps.log.error('a delivery could not be attempted', { subscription: job.subscription, error });
      for (const message of messages.get(nameOf(job)) ?? []) failed.add(message);
    };
    const now = deps.now();
    const batch: Batch = { deps, jobs, now, until: later(now, lease), contents, underway, fail };
    try {
      if (await isAsleep()) return { batchItemFailures: [] };
      const claimed = await claimAll(batch);
      const expected = claimed.length;
      const records = createGather(deps.store.deliveries.putAll, { expected, hold: deps.hold ?? held });
      const slots = createGather(async (leaving: LeavingSlot[]) => {
        await leaveSlots(batch, leaving);
        return leaving;
      });
      const sender = { deps, compose, conditions, records };
      await attemptEach(claimed, (one) =>
        attempt(sender, one)
          .catch((error: unknown) => fail(one.job, error))
          .finally(() => slots.add(one)),
      );
    } catch (error) {
      for (const job of jobs) fail(job, error);
    }
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** Empties the list, so that finished deliveries are not kept for as long as the slowest receiver takes. */
const attemptEach = (claimed: Claimed[], work: (one: Claimed) => Promise<unknown>): Promise<unknown> =>
  Promise.all(claimed.splice(0).map(work));

const nameOf = ({ subscription, delivery }: DeliverJob): string => `${subscription} ${delivery}`;

/** Answers each job once, however many messages ask for it, and the messages that hold no job. */
function readJobs({ log }: DeliverDeps, records: SQSEvent['Records']) {
  const jobs = new Map<string, DeliverJob>();
  const messages = new Map<string, string[]>();
  const unread: string[] = [];
  for (const { body, messageId } of records) {
    try {
      const job = Job.parse(JSON.parse(body));
      const name = nameOf(job);
      jobs.set(name, { ...jobs.get(name), ...job });
      messages.set(name, [...(messages.get(name) ?? []), messageId]);
    } catch (error) {
      log.error('a delivery could not be attempted', { error });
      unread.push(messageId);
    }
  }
  return { jobs: [...jobs.values()], messages, unread };
}
