import type { ApiKey } from '../../core/api-key.ts';
import type { Instant } from '../../core/calendar.ts';

/** Who writes, and by which clock. */
export const writingOf = (c: { var: { deps: { now: () => Instant }; caller: ApiKey } }) => ({
  now: c.var.deps.now,
  by: c.var.caller.owner,
});
