import type { Change } from '../record/change.ts';
import { matches } from './filter.ts';
import { filterAt, type InForce } from './filter-history.ts';
import type { Member } from './subscription.ts';

/** Changes that one fan-out job takes through its shard; a longer stretch is taken in parts. */
export const changesAtOnce = 100;

/** Members that one fan-out job looks at before it hands on to the next. */
export const membersAtOnce = 200;

/** What changes are judged by: the filters that a subscription had, and from where on it receives. */
export type Wish = Pick<Member, 'receivesAfter'> & { filters: readonly InForce[] };

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
