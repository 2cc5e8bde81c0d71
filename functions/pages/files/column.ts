/** A column: its name in every file, and what it holds. */
export type Column = {
  name: string;
  type: 'string' | 'date' | 'datetime' | 'integer' | 'boolean';
  about: string;
};

/** A table: what a row is, the columns that identify one, and all columns in order. */
export type Table = { about: string; key: readonly string[]; columns: readonly Column[] };

export const column = (name: string, about: string, type: Column['type'] = 'string'): Column => ({
  name,
  type,
  about,
});

export const day = (name: string, about: string): Column => column(name, about, 'date');

export const count = (name: string, about: string): Column => column(name, about, 'integer');
