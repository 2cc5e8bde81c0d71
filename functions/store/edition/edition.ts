import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import * as z from 'zod';
import type { FormName } from '../../core/tables/forms.ts';
import { type Db, getItem } from '../db.ts';
import { type Columns, fromColumns } from './columns.ts';

/**
 * Raise it by one when anything in the edition gets another shape (test/store/edition.test.ts tells) or another
 * meaning, because another version of the program would read it as it is.
 */
const format = 4;

/**
 * Parts of the record, each written as one item, as of a revision. A summary is made of other parts, for
 * answers about every State.
 */
export type Part = 'catalogue' | 'holdings' | 'versions' | 'changes' | Summary;
type Summary = 'outlines' | 'agendas' | `${'participations' | 'acts'}.${FormName}`;

const EditionItem = z.lazy(() =>
  z.object({ revision: z.number().int(), day: z.string(), bytes: z.instanceof(Uint8Array) }),
);

export const editionPk = 'EDITION';

export const editionKey = (part: Part | 'marker') => ({
  pk: editionPk,
  sk: `${part}#${format}`,
});

const fromBrotli = promisify(brotliDecompress);

const largestRead = 64 * 1024 * 1024;

/**
 * Reads a part as it was last written, eventually consistent, at half the cost. Null if it never was or
 * is damaged. Its values were parsed before they were written and are not again, which would take most of the
 * time.
 */
export async function readEdition(
  db: Db,
  part: Part,
): Promise<{ revision: number; day: string; values: unknown[] } | null> {
  const edition = EditionItem.safeParse((await getItem(db, editionKey(part), false))?.body);
  if (!edition.success) return null;
  const { bytes, ...seen } = edition.data;
  const values = await valuesIn(bytes).catch(() => null);
  return values && { ...seen, values };
}

async function valuesIn(bytes: Uint8Array): Promise<unknown[]> {
  const text = await fromBrotli(bytes, { maxOutputLength: largestRead });
  return fromColumns(JSON.parse(text.toString()) as Columns);
}
