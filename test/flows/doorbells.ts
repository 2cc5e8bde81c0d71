import { later, second } from '../../functions/core/instant.ts';
import type { DeliverJob, FanoutJob, Queues } from '../../functions/lib/queues.ts';
import { type QueueName, queueSettings } from '../../infra/wiring.ts';

export type Doorbell = {
  queue: QueueName;
  job: FanoutJob | DeliverJob;
  visibleAt: string;
  received: number;
};

const longestDelay = 900;

/**
 * Both queues on a test's clock, with SQS's rules and the wiring's numbers: a received message is hidden for
 * a while, comes back unless deleted, and becomes a dead letter if received too often.
 */
export function createDoorbells(now: () => string) {
  let held: Doorbell[] = [];
  const dead: Doorbell[] = [];

  const put = (queue: QueueName, jobs: readonly Doorbell['job'][], delay: number): void => {
    if (!Number.isInteger(delay) || delay < 0 || delay > longestDelay)
      throw new RangeError(`SQS delays a message by 0 to ${longestDelay} s, not by ${delay}`);
    const visibleAt = later(now(), delay * second);
    held.push(...jobs.map((job) => ({ queue, job, visibleAt, received: 0 })));
  };

  const remove = (doorbell: Doorbell): void => {
    held = held.filter((one) => one !== doorbell);
  };

  const receive = (): Doorbell[] => {
    const visible = held.filter(({ visibleAt }) => visibleAt <= now());
    return visible.filter((doorbell) => {
      const { visibilityTimeout, maxReceiveCount } = queueSettings[doorbell.queue];
      if (doorbell.received === maxReceiveCount) {
        remove(doorbell);
        dead.push(doorbell);
        return false;
      }
      doorbell.received++;
      doorbell.visibleAt = later(now(), visibilityTimeout * second);
      return true;
    });
  };

  const queues: Queues = {
    fanout: async (jobs) => put('fanout', jobs, 0),
    deliver: async (jobs, delay = 0) => put('deliver', jobs, delay),
  };

  return {
    queues,
    /** Everything that may be received now. */
    receive,
    remove,
    /** Drops all messages, as a crash of the machine does. */
    lose: (): void => {
      held = [];
    },
    dead,
    /** When the next message may be received; null if there is none. */
    next: (): string | null => held.map(({ visibleAt }) => visibleAt).sort()[0] ?? null,
  };
}
