import type { Change } from '../record/change.ts';
import { matches } from './filter.ts';
import { type FilterInForce, filterAt } from './filter-history.ts';
import type { Member } from './subscription.ts';

/** Changes that one fan-out job takes; a longer stretch is taken in parts. */
export const changesAtOnce = 100;

/** Members that one fan-out job takes before it rings for the next page. */
export const membersAtOnce = 200;

/**
 * The sequence after which to read, from `from` to `through`: just before the first change that any of these
 * members receives, but before the last change at the latest, because that one shows that the feed reaches so
 * far. What lies before nobody wants, such as a whole record loaded before anybody subscribed.
 */
export function wantedAfter(
  members: readonly Pick<Member, 'receivesAfter'>[],
  from: number,
  through: number,
): number {
  const owed = members.map(({ receivesAfter }) => receivesAfter ?? through);
  return Math.max(from, Math.min(through - 1, ...owed));
}

/**
 * By what changes are judged: the filters that a subscription had, and the sequence from which it receives.
 */
export type Wish = Pick<Member, 'receivesAfter'> & { filters: readonly FilterInForce[] };

/**
 * Which changes are to be received, each by the filter in force at its sequence; of a bulk import only the
 * announcement.
 */
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
