import type { Change } from '../../../../functions/core/record/change.ts';
import { matches } from '../../../../functions/core/webhook/filter.ts';
import type { World } from '../world.ts';
import { at, type Image } from './journal.ts';

/**
 * Whether a change is for a subscription, by the filter in force when it was committed. Before verification
 * nothing is owed, and the filter is the one it was verified with.
 */
export function isWanted({ journal }: World, id: string, { tick, value: change }: Image<Change>): boolean {
  const images = journal.subscription(id);
  const verified = images.find(({ value }) => value?.verifiedAt)?.tick ?? 0;
  const filter = (at(images, Math.max(tick, verified)) ?? images[0]?.value)?.filter;
  return change !== undefined && filter !== undefined && !change.quiet && matches(filter, change);
}
