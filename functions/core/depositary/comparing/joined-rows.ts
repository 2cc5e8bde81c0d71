import type { Row } from '../reading.ts';

/** All that a document prints of one participant. */
export type JoinedRow = Row & { isJoined: boolean };

/** Joins the rows of each participant, because one on record may have a second row under an earlier name. */
export function joined(rows: readonly Row[]): JoinedRow[] {
  const known = Map.groupBy(rows, ({ code, outside, participant }) =>
    code === null || outside ? `called ${participant}` : code,
  );
  return [...known.values()].flatMap((own) => {
    const row = own.find(({ cells }) => cells.length > 0) ?? own[0];
    const cells = own.flatMap((one) => one.cells);
    const notes = [...new Set(own.flatMap((one) => one.notes))];
    return row ? [{ ...row, cells, notes, isJoined: own.length > 1 }] : [];
  });
}
