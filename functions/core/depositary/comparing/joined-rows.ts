import type { ListRow } from '../reading.ts';

/** All that a document prints of one participant. */
export type JoinedRow = ListRow & { isJoined: boolean };

/**
 * Joins the rows of each participant, because one on record may have a second row under an earlier name. It leaves
 * out those whom the record does not follow.
 */
export function joined(rows: readonly ListRow[]): JoinedRow[] {
  const followed = rows.filter(({ outside }) => !outside);
  const known = Map.groupBy(followed, ({ code, participant }) => code ?? `called ${participant}`);
  return [...known.values()].flatMap((own) => {
    const row = own.find(({ cells }) => cells.length > 0) ?? own[0];
    const cells = own.flatMap((one) => one.cells);
    const notes = [...new Set(own.flatMap((one) => one.notes))];
    return row ? [{ ...row, cells, notes, isJoined: own.length > 1 }] : [];
  });
}
