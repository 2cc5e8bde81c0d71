import type { ListRow, Reading } from '../reading.ts';
import type { HeldAct, HeldActs } from './held.ts';
import { leavingIn } from './leaving.ts';

/** Shows an earlier document's acts as if they were the record, to compare two documents. */
export function heldInReading({ rows, notes }: Reading): HeldActs {
  const texts = new Map(notes.map(({ index, text }) => [index, text]));
  const held = new Map<string, HeldAct[]>();
  for (const row of rows)
    if (row.code !== null) held.set(row.code, [...(held.get(row.code) ?? []), ...actsOf(row, texts)]);
  return held;
}

function actsOf({ cells, notes }: ListRow, texts: ReadonlyMap<string, string>): HeldAct[] {
  const acts = cells.flatMap(({ kind, on, withdrawn }) => (kind ? [{ kind, on, withdrawn }] : []));
  const own = notes.flatMap((index) => texts.get(index) ?? []);
  return leavingIn(own, acts) ? acts.map((act) => ({ ...act, denounced: true })) : acts;
}
