import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import { registrableDomain } from './guard/registrable-domain.ts';
import { newHealth } from './sending/health.ts';
import { type Issue, rotated } from './signing/secret-version.ts';
import type { NewSubscription, Subscription } from './subscription.ts';

type Making = {
  id: string;
  owner: string;
  shard: number;
  challengeHash: string;
  /** Makes its secret. */
  issue: Issue;
  now: Instant;
};

/** The parts of a URL by which it is counted and shown. */
export function targetOf(url: string): Pick<Subscription, 'url' | 'host' | 'registrableDomain'> {
  const { hostname } = new URL(url);
  return { url, host: hostname, registrableDomain: registrableDomain(hostname) };
}

/** A subscription before its URL has answered. */
export const subscriptionFrom = (
  { url, ...asked }: NewSubscription,
  { id, owner, shard, challengeHash, issue, now }: Making,
): Subscription => ({
  id,
  owner,
  ...targetOf(url),
  ...asked,
  filterAfter: 0,
  status: 'pending',
  reason: null,
  health: newHealth,
  secrets: [issue(1, now)],
  shard,
  challengeHash,
  verifiedAt: null,
  receivesAfter: null,
  checkpoint: null,
  createdAt: now,
  createdBy: owner,
  updatedAt: now,
  version: 1,
});

/**
 * Gives the subscription another URL, which must answer first. Deliveries are still recorded meanwhile; the
 * old receiver's health does not count against the new one. A pause stays: `reason` remembers it.
 */
export const retargeted = (current: Subscription, url: string, challengeHash: string): Subscription => ({
  ...current,
  ...targetOf(url),
  status: 'pending',
  reason: heldBy(current),
  health: newHealth,
  challengeHash,
});

/** Who has paused it, if anybody, because a change of URL keeps the pause. */
const heldBy = ({ reason }: Subscription): 'owner' | 'operator' | null =>
  reason === 'owner' || reason === 'operator' ? reason : null;

/** Pauses by hand: deliveries are recorded, and nothing is sent. */
export const paused = (current: Subscription, by: 'owner' | 'operator', now: Instant): Subscription => ({
  ...current,
  ...(current.status !== 'pending' && { status: 'paused' }),
  reason: by,
  updatedAt: now,
});

/** Verified, and so active unless its owner or the operator has paused it. */
export const verified = (current: Subscription): Pick<Subscription, 'status' | 'reason'> => {
  if (current.status !== 'pending') return { status: current.status, reason: current.reason };
  const reason = heldBy(current);
  return reason ? { status: 'paused', reason } : { status: 'active', reason: null };
};

/**
 * Active again by hand, with a clean record.
 * @throws DomainError `not-active` if an owner would undo the operator's pause
 */
export function enabled(
  current: Subscription,
  now: Instant,
  by: 'owner' | 'operator' = 'owner',
): Subscription {
  if (by === 'owner' && current.reason === 'operator')
    throw new DomainError('not-active', 'The operator paused it; ask them to resume it.', {
      reason: current.reason,
    });
  return {
    ...current,
    status: 'active',
    reason: null,
    health: { ...newHealth, lastSuccessAt: current.health.lastSuccessAt },
    updatedAt: now,
  };
}

/** @throws DomainError `not-verified` while the URL has not answered */
export function requireVerified({ id, status }: Subscription): void {
  if (status === 'pending')
    throw new DomainError(
      'not-verified',
      `Its URL has not answered the verification yet: GET /v1/subscriptions/${id} says why, POST …/verify sends it again.`,
    );
}

/** @throws DomainError `not-verified` or `not-active` where nothing would be sent */
export function requireActive(subscription: Subscription): void {
  requireVerified(subscription);
  const { id, status, reason } = subscription;
  if (status === 'paused' || status === 'disabled')
    throw new DomainError('not-active', `It is ${status}; POST /v1/subscriptions/${id}/enable first.`, {
      reason,
    });
}

/** Makes the next probe due now, because its owner says that the receiver is back; null if no probe waits. */
export function woken(current: Subscription, now: Instant): Subscription | null {
  const { nextProbeAt } = current.health;
  if (nextProbeAt === null || nextProbeAt <= now) return null;
  return { ...current, health: { ...current.health, nextProbeAt: now }, updatedAt: now };
}

const hour = 3_600_000;

/** Milliseconds that a new subscription waits for its URL to answer. */
export const lifeUnverified = 24 * hour;

/** Adds a secret; the one before still signs for so many hours. */
export const withNewSecret = (
  current: Subscription,
  issue: Issue,
  now: Instant,
  overlapHours = 24,
): Subscription => ({
  ...current,
  secrets: rotated(current.secrets, issue, now, overlapHours * hour),
  updatedAt: now,
});
