import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { type Db, partition } from '../db.ts';
import { deleteItem, putIf } from '../writes.ts';
import { inColumns } from './columns.ts';
import { editionKey, editionPk, type Part } from './edition.ts';

/** The revision of a part, and the day from which it is seen; no day if it is the same on every day. */
type PartRevision = { revision: number; day?: string | undefined };

const toBrotli = promisify(brotliCompress);
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/**
 * Bytes of the largest part: an item may have 400 KB. The whole record of 198 States under 49 instruments
 * takes 64 KB.
 */
export const largestPart = 390_000;

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

/** Deletes every part, in every format, because what is written next may be another record. */
export async function discardEdition(db: Db): Promise<void> {
  for (const { sk } of await partition(db, editionPk)) await deleteItem(db, { pk: editionPk, sk });
}
