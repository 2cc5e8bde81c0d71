import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../../core/errors.ts';
import { later, minute, msBetween } from '../../../core/instant.ts';
import { messageTo } from '../../../core/webhook/composing.ts';
import type { Delivery } from '../../../core/webhook/delivery.ts';
import { targetOf } from '../../../core/webhook/subscribing.ts';
import type { Subscription } from '../../../core/webhook/subscription.ts';
import { patience } from '../../../core/webhook/unanswered.ts';
import { ringFor } from '../../../lib/queues.ts';
import type { ApiDeps } from '../../deps.ts';
import { newConfirmToken } from './secrets.ts';

type Sending = { deps: ApiDeps; now: string };

export const newChallenge = (): string => randomBytes(32).toString('base64url');

export const subscriptionUrl = ({ publicUrl }: ApiDeps, id: string): string =>
  `${publicUrl}/v1/subscriptions/${id}`;

/** Rings for a row; if that fails, the sweep finds it. */
export const ringAtOnce = (deps: ApiDeps, row: Delivery): Promise<void> => ringFor(deps)([row]);

export async function send({ store, ...deps }: ApiDeps, row: Delivery): Promise<Delivery> {
  await store.deliveries.create(row);
  await ringAtOnce({ store, ...deps }, row);
  return row;
}

/** Asks the URL to answer `challenge`, whose hash the subscription already holds. */
export async function sendVerification(
  { deps, now }: Sending,
  subscription: Subscription,
  challenge: string,
): Promise<Delivery> {
  const url = subscriptionUrl(deps, subscription.id);
  const token = await newConfirmToken(deps, subscription);
  const message = messageTo(
    subscription.id,
    {
      id: deps.store.newId('msg'),
      type: 'subscription.verification',
      data: { url, challenge, confirmUrl: `${url}/confirm?token=${token}` },
      trigger: 'verification',
    },
    now,
  );
  await deps.store.unanswered.note(subscription, now);
  return send(deps, message);
}

const mostMessages = 100;

/** Reads a few at a time, because the message is mostly the very last. */
const readAtOnce = 5;

/** The last `subscription.verification`, if it is among the last hundred messages. */
export async function latestVerification(
  { store }: ApiDeps,
  id: string,
  isConsistent = true,
): Promise<Delivery | null> {
  let seen = 0;
  for await (const row of store.deliveries.list(id, { backwards: true, page: readAtOnce, isConsistent })) {
    if (row.trigger === 'verification') return row;
    if (row.sequence !== null || ++seen >= mostMessages) return null;
  }
  return null;
}

const betweenVerifications = minute;

/**
 * Refuses to send a verification to a host or domain that never answers one rightly, for ever longer times,
 * whatever became of its subscriptions.
 */
export async function limitUnanswered({ deps, now }: Sending, url: string): Promise<void> {
  const target = targetOf(url);
  const free = await deps.store.unanswered.freeFrom(target, now, deps.patience ?? patience);
  if (free)
    throw new DomainError(
      'too-many-requests',
      `${target.host} has left many verifications unanswered; ask again after ${free}.`,
      { retryAfter: Math.ceil(msBetween(now, free) / 1000) },
    );
}

/** Refuses more than one verification a minute to a URL that has not agreed. */
export async function limitVerifications({ deps, now }: Sending, id: string): Promise<void> {
  const latest = await latestVerification(deps, id);
  const free = latest && later(latest.createdAt, betweenVerifications);
  if (free && free > now)
    throw new DomainError('too-many-requests', 'At most one verification a minute is sent.', {
      retryAfter: Math.ceil(msBetween(now, free) / 1000),
    });
}

/** Waits for the row's attempt, at most `longestWait` ms; a sender gives up after 15 s. */
export async function attempted({ store, longestWait = 17_000 }: ApiDeps, row: Delivery): Promise<Delivery> {
  const end = Date.now() + longestWait;
  for (let wait = 25; ; wait = Math.min(wait * 1.5, 500)) {
    const current = (await store.deliveries.get(row)) ?? row;
    if (current.attempted > 0 || current.status !== 'pending' || Date.now() + wait > end) return current;
    await sleep(wait);
  }
}
