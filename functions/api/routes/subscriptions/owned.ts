import * as z from 'zod';
import type { ApiKey } from '../../../core/api-key.ts';
import { DomainError } from '../../../core/errors.ts';
import { SubscriptionId } from '../../../core/ids.ts';
import { type Filter, unknownValues } from '../../../core/webhook/filter.ts';
import type { Subscription } from '../../../core/webhook/subscription.ts';
import type { ApiDeps } from '../../deps.ts';

export const subscriptionParams = z.object({ subscription: SubscriptionId });

export const subscriptionPath = '/v1/subscriptions/{subscription}' as const;

export type Owner = { deps: ApiDeps; caller: ApiKey };
type Place = { subscription: string };

const notFound = (id: string): DomainError => new DomainError('not-found', `There is no subscription ${id}.`);

/** The caller's own subscription. @throws DomainError `not-found` for another's too */
export async function owned({ deps, caller }: Owner, { subscription: id }: Place): Promise<Subscription> {
  const subscription = await deps.store.subscriptions.get(id);
  if (subscription?.owner !== caller.owner) throw notFound(id);
  return subscription;
}

export const perDomainOf = ({ perDomain = 20 }: ApiDeps): number => perDomain;

/** Changes the latest version of the caller's own subscription. */
export const changeOwned = (
  { deps, caller }: Owner,
  { subscription: id }: Place,
  change: (current: Subscription) => Subscription | null,
): Promise<Subscription> =>
  deps.store.subscriptions.update(
    id,
    (current) => {
      if (current.owner !== caller.owner) throw notFound(id);
      return change(current);
    },
    perDomainOf(deps),
  );

/** @throws DomainError `url-refused` with the rule that the URL breaks */
export function requireUrl({ addressPolicy }: ApiDeps, url: string): void {
  const refusal = addressPolicy.refuseUrl(url);
  if (refusal)
    throw new DomainError('url-refused', refusal.detail, {
      rule: refusal.rule,
      errors: [{ pointer: '/url', detail: refusal.detail }],
    });
}

/** @throws DomainError `unknown-value` for values in a filter that are not on record, each by its pointer */
export async function requireKnown({ store }: ApiDeps, filter: Filter): Promise<void> {
  const errors = await store.record.read(({ catalogue: { states, instruments, sources } }) => {
    const depositaries = new Set([...instruments.values()].map(({ depositary }) => depositary));
    return unknownValues(filter, { states, instruments, sources, depositaries });
  });
  const [first] = errors;
  if (first) throw new DomainError('unknown-value', `The filter is refused: ${first.detail}.`, { errors });
}

export const mostOwned = 200;

/** Enough to set up many receivers, too few to fill the table. */
export const mostPending = 20;

/**
 * @throws DomainError `limit-reached` if an owner has as many subscriptions, or unverified ones, as allowed
 */
export function limitOwned({ deps, caller }: Owner, all: readonly Subscription[]): void {
  const most = deps.perOwner ?? mostOwned;
  if (all.length >= most)
    throw tooMany(`${caller.owner} has ${all.length} subscriptions already; delete one.`, most);
  const { length } = all.filter(({ status }) => status === 'pending');
  const mostWaiting = deps.pendingPerOwner ?? mostPending;
  if (length >= mostWaiting)
    throw tooMany(
      `${length} subscriptions of ${caller.owner} wait for their URLs to answer: verify or delete one.`,
      mostWaiting,
    );
}

const tooMany = (detail: string, limit: number): DomainError =>
  new DomainError('limit-reached', detail, { limit });
