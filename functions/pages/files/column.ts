/** A column of a table: what it is called in every file, and what it says. */
export type Column = {
  name: string;
  type: 'string' | 'date' | 'datetime' | 'integer' | 'boolean';
  about: string;
};

/** A table: what its rows are, the columns that tell them apart, and all columns in order. */
export type Table = { about: string; key: readonly string[]; columns: readonly Column[] };

export const column = (name: string, about: string, type: Column['type'] = 'string'): Column => ({
  name,
  type,
  about,
});

export const day = (name: string, about: string): Column => column(name, about, 'date');

export const count = (name: string, about: string): Column => column(name, about, 'integer');
