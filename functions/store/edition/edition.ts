import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { FormName } from '../../core/tables/forms.ts';
import { type Db, partition, putIf } from '../db.ts';
import { type Columns, fromColumns, inColumns } from './columns.ts';

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

const Edition = z.lazy(() =>
  z.object({ revision: z.number().int(), day: z.string(), bytes: z.instanceof(Uint8Array) }),
);

/** The revision of a part, and the day from which it is seen; no day if it is the same on every day. */
type PartRevision = { revision: number; day?: string | undefined };

export const editionKey = (part: Part | 'marker') => ({ pk, sk: `${part}#${format}` });

const pk = 'EDITION';

const toBrotli = promisify(brotliCompress);
const fromBrotli = promisify(brotliDecompress);
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/**
 * Bytes of the largest part: an item may have 400 KB. The whole record of 198 States under 49 instruments
 * takes 64 KB.
 */
export const largestPart = 390_000;
const largestRead = 64 * 1024 * 1024;

/** Writes a part unless a later one is there; false if it is, or if the part is too large for an item. */
export async function writePart(
  db: Db,
  part: Part,
  { revision, day = '' }: PartRevision,
  values: readonly unknown[],
): Promise<boolean> {
  const bytes = await toBrotli(JSON.stringify(inColumns(values)), quality);
  if (bytes.length > largestPart) return false;
  return putIf(
    db,
    { ...editionKey(part), body: { revision, day, bytes } },
    {
      ConditionExpression:
        'attribute_not_exists(pk) or body.revision < :revision or (body.revision = :revision and body.#day < :day)',
      ExpressionAttributeNames: { '#day': 'day' },
      ExpressionAttributeValues: { ':revision': revision, ':day': day },
    },
  );
}

/**
 * Reads a part as it was last written, eventually consistent, at half the cost. Null if it never was or
 * is damaged. Its values were parsed before they were written and are not again, which would take most of the
 * time.
 */
export async function readEdition(
  db: Db,
  part: Part,
): Promise<{ revision: number; day: string; values: unknown[] } | null> {
  const { Item } = await db.client.send(new GetCommand({ TableName: db.table, Key: editionKey(part) }));
  const edition = Edition.safeParse(Item?.body);
  if (!edition.success) return null;
  const { bytes, ...seen } = edition.data;
  const values = await valuesIn(bytes).catch(() => null);
  return values && { ...seen, values };
}

async function valuesIn(bytes: Uint8Array): Promise<unknown[]> {
  const text = await fromBrotli(bytes, { maxOutputLength: largestRead });
  return fromColumns(JSON.parse(text.toString()) as Columns);
}

/** Deletes every part, in every format, because what is written next may be another record. */
export async function discardEdition(db: Db): Promise<void> {
  const keys = (await partition(db, pk)).map(({ sk }) => ({ pk, sk }));
  for (const Key of keys) await db.client.send(new DeleteCommand({ TableName: db.table, Key }));
}
