import type { Action } from '../../core/action.ts';
import type { Check } from '../../core/check.ts';
import type { Holdings } from '../../core/law/holdings.ts';
import type { Standing } from '../../core/law/standing.ts';

/**
 * Puts what this instance wrote into the order in which another would read it, because an entity tag promises
 * the same bytes from both (RFC 9110, section 8.8.1).
 */
export function withWritten<T>(known: ReadonlyMap<string, T>, written: readonly (readonly [string, T])[]) {
  const all = new Map([...known, ...written]);
  return all.size === known.size ? all : new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type WrittenFacts = {
  actions?: readonly Action[];
  checks?: readonly Check[];
  standings?: readonly Standing[];
};

export function holdingsAfter(
  before: Holdings,
  { actions = [], checks = [], standings = [] }: WrittenFacts,
): Holdings {
  return {
    ...before,
    actions: actions.reduce((list, action) => inserted(list, action, actionBefore), before.actions),
    checks: checks.reduce((list, check) => inserted(list, check, checkBefore), before.checks),
    standings: standings.length
      ? withWritten(
          before.standings,
          standings.map((standing) => [standing.instrument, standing]),
        )
      : before.standings,
  };
}

type HoldingsBefore<T> = (one: T, added: T) => boolean;

const actionBefore: HoldingsBefore<Action> = (one, added) =>
  one.instrument === added.instrument ? one.id < added.id : one.instrument < added.instrument;

/** Checks are ordered by the id that each gets when it is recorded. */
const checkBefore: HoldingsBefore<Check> = (one, added) =>
  one.instrument === added.instrument
    ? one.recordedAt <= added.recordedAt
    : one.instrument < added.instrument;

function inserted<T>(list: readonly T[], added: T, isBefore: HoldingsBefore<T>): readonly T[] {
  return list.toSpliced(list.findLastIndex((one) => isBefore(one, added)) + 1, 0, added);
}
