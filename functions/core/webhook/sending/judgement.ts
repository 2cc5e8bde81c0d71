import type { Instant } from '../../instant.ts';
import type { Subscription } from '../subscription.ts';
import { answersChallenge } from '../verification.ts';
import type { Attempt, Times, Trigger } from './attempt.ts';
import { type Answer, type Verdict, verdictOn } from './verdict.ts';

/** What became of a POST. */
export type Posted = {
  answer: Answer;
  times: Times;
  /** The first 4 KiB of the answer, as UTF-8; empty without one. */
  body: string;
  /** Where a redirect points, its host only. */
  redirectHost?: string;
};

export type Judged = Exclude<Verdict, { kind: 'our-fault' }>;

/** An attempt that counts, and when it was over. */
export type Made = { attempt: Attempt; verdict: Judged; at: Instant };

type Sending = { trigger: Trigger; type: string; startedAt: Instant; endedAt: Instant };

const signature = /v1a?(?:,|%2C)[\w+/=\\%-]{8,}/gi;

/**
 * Judges a POST; null if the fault was ours, so that it was no attempt. Challenges, confirmation links and
 * signatures in the answer are not kept, because they would help somebody who only caused the request.
 */
export function judgePost(
  posted: Posted,
  subscription: Subscription,
  { trigger, type, startedAt, endedAt }: Sending,
): Made | null {
  const answered = verdictOn(posted.answer, endedAt);
  if (answered.kind === 'our-fault') return null;
  const verdict = trigger === 'verification' ? verified(answered, posted, subscription) : answered;
  const isUnread = type === 'subscription.verification' || isCompressed(posted.answer);
  const body = isUnread ? '' : posted.body.replaceAll(signature, 'v1,…');
  return { attempt: logged({ ...posted, body }, verdict, trigger, startedAt), verdict, at: endedAt };
}

/** Any 2xx delivers an event, but only the challenge verifies a URL. */
function verified(verdict: Judged, { answer, body }: Posted, subscription: Subscription): Judged {
  if (verdict.kind !== 'delivered' || answer.kind !== 'answered') return verdict;
  const isProof = answersChallenge({ status: answer.status, body }, subscription);
  if (isProof) return verdict;
  return { kind: 'failed', code: isCompressed(answer) ? 'answer_compressed' : 'challenge_missing' };
}

/**
 * Whether the answer is compressed in spite of the request; it is not decompressed, so nothing can be read in
 * it.
 */
const isCompressed = (answer: Answer): boolean =>
  answer.kind === 'answered' &&
  /\S/.test((answer.headers['content-encoding'] ?? '').replace(/identity/i, ''));

const logged = (posted: Posted, verdict: Judged, trigger: Trigger, startedAt: Instant): Attempt => ({
  startedAt,
  trigger,
  times: posted.times,
  verdict: verdict.kind,
  code: verdict.kind === 'delivered' ? null : verdict.code,
  status: posted.answer.kind === 'answered' ? posted.answer.status : null,
  headers: posted.answer.kind === 'answered' ? posted.answer.headers : {},
  ...(posted.redirectHost !== undefined && { redirectHost: posted.redirectHost }),
  body: posted.body,
});
