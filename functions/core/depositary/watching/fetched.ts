import type { Day } from '../../calendar.ts';
import type { Reading } from '../reading.ts';
import { isLayoutChanged } from './layout.ts';
import type { Failure } from './look.ts';

/** The outcome of asking for a document. */
export type Fetched =
  | { kind: 'document'; bytes: Uint8Array; etag: string | null; lastModified: string | null }
  | { kind: 'unchanged' }
  | Unfetched
  /** The request was not made, because the program is ending. */
  | { kind: 'stopped' };

type Unfetched =
  | { kind: 'missing'; status: number }
  /** The host refused; `retryAfter` is its header. Status 0: robots.txt forbids it. */
  | { kind: 'refused'; status: number; retryAfter: string | null }
  | { kind: 'failed'; why: string };

type Why = Omit<Failure, 'at'>;

/** What an answer without a document means. */
export function emptyAnswer(status: number, retryAfter: string | null): Fetched {
  if (status === 304) return { kind: 'unchanged' };
  if (status === 403 || status === 429 || retryAfter !== null) return { kind: 'refused', status, retryAfter };
  if (status === 404 || status === 410) return { kind: 'missing', status };
  return { kind: 'failed', why: `it answers ${status}` };
}

/** Why a document could not be had. */
export const failureOf = (fetched: Unfetched): Why => ({
  why: whyNot(fetched),
  isLayout: false,
  isRefused: isForbidden(fetched),
});

/** The day that a reading speaks for, or why nothing may rest on it. */
export function dayOrFailure(
  reading: Reading,
): { statusAsAt: Day; failure: null } | { statusAsAt: null; failure: Why } {
  const { whole, statusAsAt, reasons } = reading;
  if (whole && statusAsAt !== null) return { statusAsAt, failure: null };
  const why = reasons.join(' ') || 'It bears no day.';
  return { statusAsAt: null, failure: { why, isLayout: isLayoutChanged(reading) } };
}

/** True where robots.txt forbids it or the host answers 403: asking later will not help. */
const isForbidden = (fetched: Unfetched): boolean =>
  fetched.kind === 'refused' && (fetched.status === 0 || fetched.status === 403);

function whyNot(fetched: Unfetched): string {
  if (fetched.kind === 'failed') return fetched.why;
  if (fetched.kind === 'missing') return `it answers ${fetched.status}`;
  return fetched.status === 0
    ? 'robots.txt asks not to fetch it'
    : `it answers ${fetched.status} and wants to be left alone`;
}
