import type { DeliverJob, FanoutJob, Queues } from '../../../functions/lib/queues.ts';
import { queueSettings } from '../../../infra/wiring.ts';
import type { Chance } from '../chance.ts';
import { type Faults, perilous, struck } from './faults.ts';
import { usedShards } from './shards.ts';
import type { Run } from './steps.ts';

type QueueName = 'fanout' | 'deliver';

export type Message = {
  queue: QueueName;
  body: FanoutJob | DeliverJob;
  /** Milliseconds since 1970. */
  visibleAt: number;
  received: number;
};

type Around = { faults: Faults; chance: Chance; nowMs: () => number };

/** Both queues: messages come in any order, some twice, early, or never. */
export function createMessages({ faults, chance, nowMs }: Around) {
  let held: Message[] = [];

  const put = (queue: QueueName, body: Message['body'], delay: number) => {
    if ('shard' in body && body.shard >= usedShards) return;
    if (faults.strike(`${queue} job: dropped`, 0.06)) return;
    const wait = delay > 0 && faults.strike(`${queue} job: early`, 0.2) ? 0 : delay * 1000;
    const message = { queue, body, visibleAt: nowMs() + wait, received: 0 };
    held.push(message);
    if (faults.strike(`${queue} job: doubled`, 0.05)) held.push({ ...message });
  };

  const putAll = (run: Run, queue: QueueName, bodies: readonly Message['body'][], delay: number) =>
    run.step(() =>
      perilous(faults, run, 'queue', async () => {
        const isPart = bodies.length > 1 && faults.strike('queue: refused in part', 0.05);
        for (const body of bodies.slice(0, isPart ? chance.below(bodies.length) : undefined))
          put(queue, body, delay);
        if (isPart) throw struck(run, new Error('SQS refused some of the jobs'));
      }),
    );

  return {
    queuesOf: (run: () => Run): Queues => ({
      fanout: (jobs) => putAll(run(), 'fanout', jobs, 0),
      deliver: (jobs, delay = 0) => putAll(run(), 'deliver', jobs, delay),
    }),
    /** Visible messages of a queue, in no order; they come back unless settled. */
    receive: (queue: QueueName, most: number): Message[] => {
      const visible = held.filter((one) => one.queue === queue && one.visibleAt <= nowMs());
      const taken: Message[] = [];
      while (taken.length < most && visible.length > 0)
        taken.push(...visible.splice(chance.below(visible.length), 1));
      for (const message of taken) {
        message.received++;
        message.visibleAt = nowMs() + queueSettings[message.queue].visibilityTimeout * 1000;
      }
      return taken;
    },
    /** Deletes a message that was done, or that came back too often. */
    settle: (message: Message, isDone: boolean) => {
      if (isDone && faults.strike(`${message.queue} job: delivered again`, 0.03)) return;
      const isGivenUp = message.received >= queueSettings[message.queue].maxReceiveCount;
      if (isDone || isGivenUp) held = held.filter((one) => one !== message);
    },
    /** When the next message may be received, or now if there is none. */
    next: () => Math.max(nowMs(), held.length > 0 ? Math.min(...held.map(({ visibleAt }) => visibleAt)) : 0),
    visible: () => held.filter(({ visibleAt }) => visibleAt <= nowMs()).length,
    clear: () => {
      held = [];
    },
  };
}
