import type { Change } from '../../../functions/core/change.ts';
import { matches } from '../../../functions/core/webhook/filter.ts';
import { at, type Image } from './journal.ts';
import type { World } from './world.ts';

/** Whether a change is for a subscription, by the filter that was in force when it was committed; or the first, before. */
export function isWanted({ journal }: World, id: string, { tick, value: change }: Image<Change>): boolean {
  const images = journal.subscription(id);
  const filter = (at(images, tick) ?? images[0]?.value)?.filter;
  return change !== undefined && filter !== undefined && !change.quiet && matches(filter, change);
}
