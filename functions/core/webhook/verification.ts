import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Subscription } from './subscription.ts';

/** What a subscription keeps of the challenge that its URL has to answer. */
export const hashChallenge = (challenge: string): string =>
  createHash('sha256').update(challenge).digest('hex');

/** The challenge that a `subscription.verification` carries, or null where the body is not one. */
export function challengeIn(event: string): string | null {
  const data = member(parsed(event), 'data');
  const challenge = member(data, 'challenge');
  return typeof challenge === 'string' ? challenge : null;
}

type Challenged = Pick<Subscription, 'challengeHash'>;

/**
 * Whether this `subscription.verification` asks for what the subscription still waits for, which ends with a
 * new URL, a newer verification, or an answer.
 */
export function isAwaited(event: string, { challengeHash }: Challenged): boolean {
  const challenge = challengeIn(event);
  return challenge !== null && challengeHash !== null && isSame(hashChallenge(challenge), challengeHash);
}

/**
 * Whether a receiver's answer proves that it knows the challenge: 2xx with `{"challenge": …}`, the bare text or that as a JSON
 * string, with a byte-order mark or without.
 */
export function answersChallenge(
  answer: { status: number; body: string },
  { challengeHash }: Challenged,
): boolean {
  if (answer.status < 200 || answer.status > 299 || challengeHash === null) return false;
  const text = answer.body.replace(/^\uFEFF/, '').trim();
  const json = parsed(text);
  const said = typeof json === 'string' ? json : (member(json, 'challenge') ?? text);
  return typeof said === 'string' && isSame(hashChallenge(said.trim()), challengeHash);
}

type Confirmed = Pick<Subscription, 'id' | 'url' | 'challengeHash'>;

/**
 * The token that opens the confirmation page; it is void as soon as the URL changes or another challenge is
 * sent.
 */
export function confirmToken(master: Uint8Array, { id, url, challengeHash }: Confirmed): string {
  const bound = JSON.stringify(['confirm', id, url, challengeHash]);
  return createHmac('sha256', master).update(bound).digest('base64url');
}

/** Compares in constant time; no token confirms a subscription that waits for no answer. */
export const isConfirmToken = (token: string, master: Uint8Array, subscription: Confirmed): boolean =>
  subscription.challengeHash !== null && isSame(token, confirmToken(master, subscription));

const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
