import { setTimeout as sleep } from 'node:timers/promises';
import { type Program, startProgram } from './program.ts';

export type Receivers = Program & {
  /** Counts the POSTs that they have got. */
  asked(): Promise<number>;
  /** Waits until they have got so many in all. Answers when the last came, in ms since 1970. */
  untilAsked(times: number): Promise<number>;
};

const patience = 120_000;

/** Starts many receivers in a process of their own. */
export async function startReceivers(): Promise<Receivers> {
  const program = await startProgram(new URL('../servers/receivers.ts', import.meta.url));
  const count = async () =>
    (await (await fetch(`${program.url}/posts`)).json()) as { posts: number; last: number };
  const untilAsked = async (times: number) => {
    for (const end = Date.now() + patience; Date.now() < end; await sleep(50)) {
      const { posts, last } = await count();
      if (posts >= times) return last;
    }
    throw new Error(`not everything was sent within ${patience / 1000} s`);
  };
  return { ...program, asked: async () => (await count()).posts, untilAsked };
}
