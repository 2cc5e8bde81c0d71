import { binds, bindsUnnamed, type CellKind, signs } from '../cell-kind.ts';
import type { Cell } from '../reading.ts';
import type { HeldAct } from './held.ts';

export type PrintedAct = Omit<Cell, 'column' | 'kind'> & { kind: CellKind };

/** What one participant's row and its record have in common, and what either has alone. */
export type Matched = {
  withdrawn: PrintedAct[];
  restored: PrintedAct[];
  changed: { printed: PrintedAct; held: HeldAct }[];
  printedOnly: PrintedAct[];
  heldOnly: HeldAct[];
};

/**
 * Two acts are the same if kind and day agree. What is left on both sides and of one sort is taken for one
 * act whose date or kind was overwritten, because reporting a second act would invent one.
 */
export function match(printed: readonly PrintedAct[], held: readonly HeldAct[]): Matched {
  const left = [...held];
  const same = printed.map((act) => ({ act, own: take(left, (one) => isSame(act, one)) }));
  const met = same.flatMap(({ act, own }) => (own ? [{ act, own }] : []));
  const changed: Matched['changed'] = [];
  const printedOnly: PrintedAct[] = [];
  for (const { act } of same.filter(({ own }) => !own)) {
    const other = take(
      left,
      (one) => sortOf(one.kind) === sortOf(act.kind) && one.withdrawn === act.withdrawn,
    );
    if (other) changed.push({ printed: act, held: other });
    else printedOnly.push(act);
  }
  return {
    withdrawn: met
      .filter(({ act, own }) => act.withdrawn && !own.withdrawn && !own.pending)
      .map(({ act }) => act),
    restored: met.filter(({ act, own }) => !act.withdrawn && own.withdrawn).map(({ act }) => act),
    changed,
    printedOnly,
    heldOnly: left,
  };
}

function take(acts: HeldAct[], wanted: (act: HeldAct) => boolean): HeldAct | undefined {
  const at = acts.findIndex(wanted);
  return at < 0 ? undefined : acts.splice(at, 1)[0];
}

/**
 * A matrix prints years, so a year matches any day in it. Kinds need not be equal: any signature matches any
 * other, and a consent that the print does not name matches any act that binds.
 */
function isSame(printed: PrintedAct, held: HeldAct): boolean {
  if (!held.on.startsWith(printed.on)) return false;
  if (printed.kind === held.kind) return true;
  if (signs(printed.kind)) return signs(held.kind);
  return binds(held.kind) && bindsUnnamed(printed.kind);
}

const sortOf = (kind: CellKind): string => (binds(kind) ? 'consent' : signs(kind) ? 'signature' : kind);
