import type { DeliverJob, FanoutJob, Queues } from '../../functions/lib/queues.ts';
import type { Chance } from './chance.ts';
import { type Faults, perilous } from './faults.ts';
import type { Run } from './steps.ts';

export type QueueName = 'fanout' | 'deliver';

export type Message = {
  queue: QueueName;
  body: FanoutJob | DeliverJob;
  /** Milliseconds since 1970. */
  visibleAt: number;
  received: number;
};

const visibility = 180_000;
const receptions = 5;

/** Both queues: what is in them comes in any order, sometimes twice, sometimes never. */
export function createMessages(faults: Faults, chance: Chance, clock: () => number) {
  let held: Message[] = [];

  const put = (queue: QueueName, body: Message['body'], delay: number) => {
    if (faults.strike(`${queue}: dropped`, 0.06)) return;
    const wait = delay > 0 && faults.strike(`${queue}: early`, 0.2) ? 0 : delay * 1000;
    const message = { queue, body, visibleAt: clock() + wait, received: 0 };
    held.push(message);
    if (faults.strike(`${queue}: doubled`, 0.05)) held.push({ ...message });
  };

  const put10 = (run: Run, queue: QueueName, bodies: readonly Message['body'][], delay: number) =>
    run.step(() =>
      perilous(faults, run, 'queue', async () => {
        for (const body of bodies) put(queue, body, delay);
      }),
    );

  return {
    queuesOf: (run: Run): Queues => ({
      fanout: (jobs) => put10(run, 'fanout', jobs, 0),
      deliver: (jobs, delay = 0) => put10(run, 'deliver', jobs, delay),
    }),
    /** Up to so many that are visible, in no order; they come back unless they are settled. */
    receive: (most: number): Message[] => {
      const visible = held.filter(({ visibleAt }) => visibleAt <= clock());
      const taken: Message[] = [];
      while (taken.length < most && visible.length > 0)
        taken.push(...visible.splice(chance.below(visible.length), 1));
      for (const message of taken) {
        message.received++;
        message.visibleAt = clock() + visibility;
      }
      return taken;
    },
    /** Deletes a message that was done, or that has come back too often. */
    settle: (message: Message, isDone: boolean) => {
      if (isDone && faults.strike(`${message.queue}: delivered again`, 0.03)) return;
      if (isDone || message.received >= receptions) held = held.filter((one) => one !== message);
    },
    visible: () => held.filter(({ visibleAt }) => visibleAt <= clock()).length,
    clear: () => {
      held = [];
    },
  };
}

export type Messages = ReturnType<typeof createMessages>;
