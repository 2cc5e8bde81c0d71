import type { Change } from '../change.ts';
import { matches } from './filter.ts';
import type { Member } from './subscription.ts';

/** Changes that one fan-out job takes through its shard; a longer stretch is taken in parts. */
export const changesAtOnce = 100;

/** Members that one fan-out job looks at before it hands on to the next. */
export const membersAtOnce = 200;

/** What a member is to receive of some changes; of a bulk import only its announcement. */
export const wantedBy = <C extends Pick<Change, 'sequence' | 'type' | 'facts' | 'quiet'>>(
  { filter, receivesAfter }: Member,
  changes: readonly C[],
): C[] =>
  changes.filter(
    (change) =>
      !change.quiet && (receivesAfter === null || change.sequence > receivesAfter) && matches(filter, change),
  );
