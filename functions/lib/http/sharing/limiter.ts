import { DomainError } from '../../../core/errors.ts';

export type Limit = { perSecond: number; burst: number };
type Bucket = { tokens: number; at: number };

/** How many clients are remembered; a forgotten one starts with a full bucket. */
const mostBuckets = 10_000;

/** Makes a token bucket for each key; `what` names in the refusal what is counted. */
export function createLimiter({ perSecond, burst }: Limit, what: string) {
  const buckets = new Map<string, Bucket>();

  const keep = (key: string, bucket: Bucket): void => {
    buckets.delete(key);
    buckets.set(key, bucket);
    const [oldest] = buckets.keys();
    if (buckets.size > mostBuckets && oldest !== undefined) buckets.delete(oldest);
  };

  /** Takes `cost` tokens. @throws DomainError `too-many-requests` with the seconds to wait */
  return (key: string, now: string, cost = 1): void => {
    const at = Date.parse(now);
    const { tokens, at: last } = buckets.get(key) ?? { tokens: burst, at };
    const refilled = Math.min(burst, tokens + (Math.max(0, at - last) / 1000) * perSecond);
    if (refilled < cost)
      throw new DomainError('too-many-requests', `At most ${perSecond} ${what} a second, ${burst} at once.`, {
        retryAfter: Math.ceil((cost - refilled) / perSecond),
      });
    keep(key, { tokens: refilled - cost, at });
  };
}
