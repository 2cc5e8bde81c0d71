import type { Change } from '../record/change.ts';
import { matches } from './filter.ts';
import { type FilterInForce, filterAt } from './filter-history.ts';
import type { Member } from './subscription.ts';

/** Changes that one fan-out job takes through its shard; a longer stretch is taken in parts. */
export const changesAtOnce = 100;

/** Members that one fan-out job looks at before it hands on to the next. */
export const membersAtOnce = 200;

/**
 * The sequence after which to read, between `from` and `through`: before the first change that any of these members
 * receives, and before the last change at the latest, which shows that the feed reaches so far. Nobody wants what lies
 * before it, such as a whole record that was loaded before anybody subscribed.
 */
export function wantedAfter(
  members: readonly Pick<Member, 'receivesAfter'>[],
  from: number,
  through: number,
): number {
  const owed = members.map(({ receivesAfter }) => receivesAfter ?? through);
  return Math.max(from, Math.min(through - 1, ...owed));
}

/** What changes are judged by: the filters that a subscription had, and from where on it receives. */
export type Wish = Pick<Member, 'receivesAfter'> & { filters: readonly FilterInForce[] };

/** What is to be received of some changes, each by the filter in force at its sequence; of a bulk import only its announcement. */
export const wantedBy = <C extends Pick<Change, 'sequence' | 'type' | 'facts' | 'quiet'>>(
  { filters, receivesAfter }: Wish,
  changes: readonly C[],
): C[] =>
  changes.filter(
    (change) =>
      !change.quiet &&
      receivesAfter !== null &&
      change.sequence > receivesAfter &&
      matches(filterAt(filters, change.sequence), change),
  );
