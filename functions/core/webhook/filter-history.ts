import * as z from 'zod';
import { Filter } from './filter.ts';

/** A filter and the sequence after which it holds, until the next one does. */
export const FilterInForce = z.lazy(() => z.object({ after: z.number().int().min(0), filter: Filter }));
export type FilterInForce = z.infer<typeof FilterInForce>;

/**
 * The filter in force at a sequence, from filters in ascending order; the first also holds for everything
 * before it.
 */
export function filterAt(filters: readonly FilterInForce[], sequence: number): Filter {
  const found = filters.findLast(({ after }) => after < sequence) ?? filters[0];
  if (!found) throw new RangeError('a subscription has at least one filter');
  return found.filter;
}
