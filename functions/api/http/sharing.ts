import type { ReadDeps } from '../deps.ts';
import { createGate } from './gate.ts';
import { createLimiter } from './limiter.ts';
import type { Route } from './route.ts';

type Asking = {
  env: { event: { requestContext: { http: { sourceIp: string } } } };
  var: { now: string; given: Record<string, string> };
};

/** Answers a question in its turn. @throws DomainError `too-many-requests` */
export type Sharing = <T>(route: Route, c: Asking, answer: () => Promise<T> | T) => Promise<T> | T;

const usualCost = 2;
/** What a question about earlier knowledge may cost besides: versions of instruments and sources. */
const costOfThePast = 15;

/**
 * Keeps those who ask dear questions from taking what others need: each client may cost so much, and what was known
 * earlier is told one question at a time. What is answered from memory costs nothing here.
 */
export function createSharing({ clientLimit }: Pick<ReadDeps, 'clientLimit'>): Sharing {
  const limit = clientLimit && createLimiter(clientLimit, 'read units');
  const past = createGate({ waiting: 40, rest: 2 });

  return (route, c, answer) => {
    if (!route.reads) return answer();
    const isOfThePast = c.var.given.knownAt !== undefined;
    const { sourceIp } = c.env.event.requestContext.http;
    const cost = (route.cost ?? usualCost) + (isOfThePast ? costOfThePast : 0);
    if (!isLoopback(sourceIp)) limit?.(sourceIp, c.var.now, cost);
    return isOfThePast ? past(answer) : answer();
  };
}

/** Whoever asks from the machine itself has it to himself. */
const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);
