import type { createDeliver } from '../../functions/deliver/deliver.ts';
import type { DeliverJob } from '../../functions/lib/queues.ts';
import { jobsEvent } from '../support/jobs.ts';
import type { Rung } from './delivering.ts';

/** As many senders as the deliver queue runs at most. */
const senders = 600;

/**
 * Answers doorbells until none is left, each with a sender of its own, also those that senders ring; later
 * ones stay. Answers how many it answered.
 */
export async function answerAll(
  deliver: ReturnType<typeof createDeliver>,
  rung: Rung[],
  jobs: readonly DeliverJob[] = [],
): Promise<number> {
  const queue = [...jobs];
  let answered = 0;
  const work = async () => {
    for (;;) {
      queue.push(...rung.splice(0).filter(({ delay }) => delay === 0));
      const job = queue.shift();
      if (!job) return;
      answered++;
      const { subscription, delivery, inTurn } = job;
      await deliver(jobsEvent([{ subscription, delivery, ...(inTurn && { inTurn }) }]));
    }
  };
  while (queue.length + rung.filter(({ delay }) => delay === 0).length > 0)
    await Promise.all(Array.from({ length: senders }, work));
  return answered;
}
