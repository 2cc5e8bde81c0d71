import type { Change } from '../../core/change.ts';
import { admit } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { isOwed, owingOf } from './subscriptions-owed.ts';
import { owned } from './subscriptions-owned.ts';

type Asking = { deps: ApiDeps; now: string; header: (name: string) => string | undefined };

/** Which changes a subscription of the caller's should have received: the feed is public, whom it concerns is not. */
export async function owedTo(
  { deps, now, header }: Asking,
  subscription: string | undefined,
  after: number,
): Promise<(change: Change) => boolean> {
  if (subscription === undefined) return () => true;
  const caller = await admit(header('authorization'), 'subscriptions:manage', deps, now);
  const found = await owned({ deps, caller, params: { subscription }, now });
  const owing = await owingOf(deps.store, found, after);
  return (change) => isOwed(owing, change);
}
