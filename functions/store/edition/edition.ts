import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Db, putIf } from '../db.ts';
import { type Columns, fromColumns, inColumns } from './columns.ts';

/**
 * Raised by one when anything that is printed gets another shape, or means another thing: what one program has printed
 * another one would read as it is.
 */
export const format = 1;

/** Parts of the record, each printed as one item, as of a revision. */
export type Part = 'catalogue' | 'holdings' | 'versions' | 'changes';

const Edition = z.lazy(() => z.object({ revision: z.number().int(), bytes: z.instanceof(Uint8Array) }));

const keyOf = (part: Part) => ({ pk: 'EDITION', sk: `${part}#${format}` });

const toBrotli = promisify(brotliCompress);
const fromBrotli = promisify(brotliDecompress);
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** An item may have 400 KB; the whole record of 198 States under 49 instruments has 64. */
const largest = 390_000;
const largestRead = 64 * 1024 * 1024;

/** Prints a part, unless a later one is there; false where it is, or where the part is too large for an item. */
export async function print(
  db: Db,
  part: Part,
  revision: number,
  values: readonly unknown[],
): Promise<boolean> {
  const bytes = await toBrotli(JSON.stringify(inColumns(values)), quality);
  if (bytes.length > largest) return false;
  return putIf(
    db,
    { ...keyOf(part), body: { revision, bytes } },
    {
      ConditionExpression: 'attribute_not_exists(pk) or body.revision < :revision',
      ExpressionAttributeValues: { ':revision': revision },
    },
  );
}

/**
 * What was printed last of a part, or a moment before: eventually consistent, at half the cost. Null where nothing was,
 * or it is damaged. It was parsed before it was printed and is not again, which would take most of the time.
 */
export async function readEdition(
  db: Db,
  part: Part,
): Promise<{ revision: number; values: unknown[] } | null> {
  const { Item } = await db.client.send(new GetCommand({ TableName: db.table, Key: keyOf(part) }));
  const edition = Edition.safeParse(Item?.body);
  if (!edition.success) return null;
  const { revision, bytes } = edition.data;
  const text = await fromBrotli(bytes, { maxOutputLength: largestRead }).catch(() => null);
  return text && { revision, values: fromColumns(JSON.parse(text.toString()) as Columns) };
}
