import type { Change } from '../../../core/record/change.ts';
import type { Access, ApiDeps } from '../../deps.ts';
import { isOwed, owingOf } from './owed.ts';
import { owned } from './owned.ts';

type FeedRequest = {
  deps: ApiDeps;
  admit: Access['admit'];
  now: string;
  authorization: string | undefined;
};

/**
 * The changes that a subscription of the caller's should have received. The feed is public, but who receives
 * what is not.
 */
export async function owedTo(
  { deps, admit, now, authorization }: FeedRequest,
  subscription: string,
  after: number,
): Promise<(change: Change) => boolean> {
  const caller = await admit(authorization, 'subscriptions:manage', now);
  const found = await owned({ deps, caller }, { subscription });
  const owing = await owingOf(deps.store, found, after);
  return (change) => isOwed(owing, change);
}
