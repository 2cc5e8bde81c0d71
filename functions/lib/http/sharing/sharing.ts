import { createGate, full } from './gate.ts';
import { createLimiter, type Limit } from './limiter.ts';

type Question = {
  /** The client's address. */
  from: string;
  now: string;
  /** Read units that the question costs if nothing of its answer is in memory. */
  cost: number;
  /** Whether it takes much longer than most. */
  isCostly: boolean;
};

export type Sharing = {
  /** Answers a question in its turn. @throws DomainError `too-many-requests` */
  answer: <T>(question: Question, answer: () => Promise<T> | T) => Promise<T> | T;
  /** Whether a costly question would be sent away now. */
  isFull: () => boolean;
};

/** How many slow questions may wait, and how many times its own duration each is followed by rest. */
export const gate = { waiting: 40, rest: 2 };

/** Slow questions that one client may have waiting, so that nobody fills the line. */
export const mostOfOne = 10;

/**
 * Shares the service among clients: each may cost so much, and slow questions are answered one at a time.
 * Answers from memory are free.
 */
export function createSharing(clientLimit: Limit | undefined): Sharing {
  const limit = clientLimit && createLimiter(clientLimit, 'read units');
  const costly = createGate(gate);
  const waiting = new Map<string, number>();

  const enter = async <T>(client: string, answer: () => Promise<T> | T): Promise<T> => {
    const own = waiting.get(client) ?? 0;
    if (own >= mostOfOne) throw full();
    waiting.set(client, own + 1);
    try {
      return await costly.enter(answer);
    } finally {
      const left = (waiting.get(client) ?? 1) - 1;
      if (left > 0) waiting.set(client, left);
      else waiting.delete(client);
    }
  };

  return {
    answer: ({ from, now, cost, isCostly }, answer) => {
      if (isLoopback(from)) return isCostly ? costly.enter(answer) : answer();
      const client = clientOf(from);
      limit?.(client, now, cost);
      return isCostly ? enter(client, answer) : answer();
    },
    isFull: costly.isFull,
  };
}

/** A client on this machine is not limited, because it has the machine to itself. */
const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);

/** Counts an IPv6 client by its /64, because it can ask from any address in it (RFC 6177). */
function clientOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  const zeros =
    tail === undefined ? [] : new Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0');
  return [...groups, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
