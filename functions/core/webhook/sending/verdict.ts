import * as z from 'zod';
import type { Instant } from '../../instant.ts';
import { retryAfter } from './retry-after.ts';

/** Why an attempt did not deliver: all that is said of it outside, and never an address. */
export const FailureCode = z
  .enum([
    'blocked_target',
    'dns_error',
    'connect_refused',
    'connect_unreachable',
    'connect_reset',
    'tls_error',
    'timeout',
    'protocol_error',
    'redirect',
    'gone',
    'too_many_requests',
    'http_status',
    'challenge_missing',
    'answer_compressed',
  ])
  .meta({ id: 'FailureCode' });
export type FailureCode = z.infer<typeof FailureCode>;

/** How far a POST came: an answer's status and headers, a failure before them, or a fault on our side. */
export type Answer =
  | { kind: 'answered'; status: number; headers: Record<string, string> }
  | { kind: 'failed'; code: FailureCode }
  | { kind: 'our-fault'; reason: string };

export type Verdict =
  | { kind: 'delivered' }
  | { kind: 'gone'; code: 'gone' }
  | { kind: 'failed'; code: FailureCode }
  /** Failed too, and nothing at all is sent to the subscription before `until`. */
  | { kind: 'paused'; code: FailureCode; until: Instant }
  | { kind: 'blocked'; code: 'blocked_target' }
  /** Not an attempt: nothing is charged to the receiver. */
  | { kind: 'our-fault'; reason: string };

/** What an answer means for the delivery and its subscription. */
export function verdictOn(answer: Answer, now: Instant): Verdict {
  if (answer.kind === 'our-fault') return answer;
  if (answer.kind === 'answered') return verdictOnStatus(answer.status, answer.headers, now);
  return answer.code === 'blocked_target'
    ? { kind: 'blocked', code: 'blocked_target' }
    : { kind: 'failed', code: answer.code };
}

function verdictOnStatus(status: number, headers: Record<string, string>, now: Instant): Verdict {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone', code: 'gone' };
  if (status >= 300 && status < 400) return { kind: 'failed', code: 'redirect' };
  const code = status === 429 ? 'too_many_requests' : 'http_status';
  const until = status === 429 || status === 503 ? retryAfter(headers['retry-after'], now) : null;
  return until ? { kind: 'paused', code, until } : { kind: 'failed', code };
}
