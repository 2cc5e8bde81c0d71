import { DomainError } from '../../core/errors.ts';

type Limit = { perSecond: number; burst: number };
type Bucket = { tokens: number; at: number };

/** A token bucket for each key. Only known keys get here, so that they stay few. */
export function createLimiter({ perSecond, burst }: Limit) {
  const buckets = new Map<string, Bucket>();
  /** @throws DomainError `too-many-requests` with the seconds to wait */
  return (key: string, now: string): void => {
    const at = Date.parse(now);
    const { tokens, at: last } = buckets.get(key) ?? { tokens: burst, at };
    const refilled = Math.min(burst, tokens + (Math.max(0, at - last) / 1000) * perSecond);
    if (refilled < 1)
      throw new DomainError('too-many-requests', `At most ${perSecond} writes a second, ${burst} at once.`, {
        retryAfter: Math.ceil((1 - refilled) / perSecond),
      });
    buckets.set(key, { tokens: refilled - 1, at });
  };
}
