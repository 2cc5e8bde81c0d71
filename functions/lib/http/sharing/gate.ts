import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../../core/errors.ts';

type GateSettings = {
  /** How many may wait; later ones are refused. */
  waiting: number;
  /**
   * How long the gate rests after an answer, as a multiple of the answer's own time, so that cheaper
   * questions get their turn.
   */
  rest: number;
};

export type Gate = {
  /**
   * Answers in turn.
   * @throws DomainError `too-many-requests` if too many wait already
   */
  enter: <T>(answer: () => Promise<T> | T) => Promise<T>;
  isFull: () => boolean;
};

/** Answers slow questions one at a time. */
export function createGate({ waiting, rest }: GateSettings): Gate {
  let inside = 0;
  let free: Promise<unknown> = Promise.resolve();

  const enter = async <T>(answer: () => Promise<T> | T): Promise<T> => {
    if (inside >= waiting) throw full();
    inside += 1;
    let took = 0;
    const answered = free.then(async () => {
      const from = performance.now();
      try {
        return await answer();
      } finally {
        took = performance.now() - from;
      }
    });
    const leave = () => {
      inside -= 1;
      return sleep(rest * took);
    };
    free = answered.then(leave, leave);
    return answered;
  };

  return { enter, isFull: () => inside >= waiting };
}

/** The refusal of a client that has to ask again later. */
export const full = (): DomainError =>
  new DomainError(
    'too-many-requests',
    'Too many slow questions wait, about earlier knowledge or every State at once; ask again in a second.',
    { retryAfter: 1 },
  );
