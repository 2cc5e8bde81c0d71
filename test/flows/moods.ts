import type { FailureCode } from '../../functions/core/webhook/verdict.ts';
import type { Posted } from '../../functions/deliver/send.ts';
import type { Chance } from './chance.ts';

/** How a receiver answers for a while; each is a fault but the first. */
export type Mood = { name: string; seconds: number; answer: (now: number) => Omit<Posted, 'times'> };

const answered = (
  status: number,
  headers: Record<string, string> = {},
  body = '',
): Omit<Posted, 'times'> => ({
  answer: { kind: 'answered', status, headers },
  body,
});

const failing = (code: FailureCode) => (): Omit<Posted, 'times'> => ({
  answer: { kind: 'failed', code },
  body: '',
});

export const well: Mood = { name: 'well', seconds: 0.2, answer: () => answered(200) };

const waiting = (name: string, status: number, value: (now: number) => string): Mood => ({
  name,
  seconds: 0.1,
  answer: (now) => answered(status, { 'retry-after': value(now) }),
});

const httpDate = (ms: number) => new Date(ms).toUTCString();

const ill: Mood[] = [
  { name: 'hangs', seconds: 15, answer: failing('timeout') },
  { name: 'drips', seconds: 15, answer: failing('timeout') },
  { name: 'resets', seconds: 0.1, answer: failing('connect_reset') },
  { name: 'refuses', seconds: 0.1, answer: failing('connect_refused') },
  { name: 'has no name', seconds: 2, answer: failing('dns_error') },
  { name: 'has a bad certificate', seconds: 0.3, answer: failing('tls_error') },
  { name: 'fails', seconds: 0.1, answer: () => answered(500, {}, 'oops') },
  {
    name: 'redirects inward',
    seconds: 0.1,
    answer: () => ({ ...answered(302), redirectHost: 'metadata.internal' }),
  },
  { name: 'sends 5 MB', seconds: 1, answer: () => answered(200, {}, 'x'.repeat(4096)) },
  waiting('429 in digits', 429, () => '120'),
  waiting('503 in digits', 503, () => '7200'),
  waiting('429 as a date', 429, (now) => httpDate(now + 600_000)),
  waiting('503 as a past date', 503, (now) => httpDate(now - 600_000)),
  waiting('429 for a week', 429, () => '604800'),
  waiting('429 negative', 429, () => '-5'),
  waiting('503 as a fraction', 503, () => '1.5'),
  waiting('429 in words', 429, () => 'soon'),
  waiting('503 of zero', 503, () => '0'),
];

const rare: Mood[] = [
  { name: 'gone', seconds: 0.1, answer: () => answered(410) },
  { name: 'moves inward', seconds: 0.1, answer: failing('blocked_target') },
];

/** Another mood than being well; for good reasons seldom one that ends a subscription. */
export const illness = (chance: Chance): Mood => chance.pick(chance.in(0.02) ? rare : ill);
