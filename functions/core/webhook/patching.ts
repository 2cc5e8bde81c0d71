import * as z from 'zod';
import { DomainError } from '../errors.ts';
import { Filter } from './filter.ts';
import { requireVerified, retargeted } from './subscribing.ts';
import { NewSubscription, type Subscription } from './subscription.ts';

export const SubscriptionPatch = z.lazy(() =>
  z
    .strictObject({
      url: NewSubscription.unwrap().shape.url.describe('Another URL has to answer a verification first.'),
      filter: Filter,
      description: NewSubscription.unwrap().shape.description.unwrap().nullable(),
      contact: NewSubscription.unwrap().shape.contact.unwrap().nullable(),
      status: z.enum(['active', 'paused'], { error: 'active or paused is expected' }),
    })
    .partial()
    .meta({ id: 'SubscriptionPatch', description: 'Members that are absent stay as they are.' }),
);
export type SubscriptionPatch = z.infer<typeof SubscriptionPatch>;

/**
 * The subscription as its owner wants it; another URL must answer the challenge of this hash first.
 * @throws DomainError `not-verified` or `not-active` where it cannot be paused or resumed
 */
export function patched(
  current: Subscription,
  patch: SubscriptionPatch,
  challengeHash: string,
): Subscription {
  const { url, filter, status, ...texts } = patch;
  const moved = url && url !== current.url ? retargeted(current, url, challengeHash) : current;
  const stood = status ? withStatus(moved, status) : moved;
  return { ...withTexts(stood, texts), ...(filter && { filter }) };
}

function withStatus(current: Subscription, status: 'active' | 'paused'): Subscription {
  requireVerified(current);
  const { reason } = current;
  if (current.status === 'disabled')
    throw new DomainError('not-active', 'It is disabled; POST …/enable resumes it.', { reason });
  if (reason === 'operator')
    throw new DomainError('not-active', 'The operator paused it; ask them to resume it.', { reason });
  if (status === 'paused') return { ...current, status, reason: 'owner' };
  return current.status === 'paused' ? { ...current, status, reason: null } : current;
}

type PatchedTexts = Pick<SubscriptionPatch, 'description' | 'contact'>;

/** Applies texts; null removes one. */
function withTexts(current: Subscription, texts: PatchedTexts): Subscription {
  const next = { ...current };
  for (const name of ['description', 'contact'] as const) {
    const text = texts[name];
    if (text === null) delete next[name];
    else if (text !== undefined) next[name] = text;
  }
  return next;
}
