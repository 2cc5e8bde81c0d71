/** A row of a file by the names of its columns; null is an empty cell. */
export type Row = Readonly<Record<string, string | number | boolean | null | undefined>>;
