import { padSequence } from '../../core/ids.ts';
import { Change } from '../../core/record/change.ts';
import { type Db, getBody, queryItems } from '../db.ts';

const perPartition = 10_000;

const partitionKey = (sequence: number): string => `CHANGE#${Math.floor(sequence / perPartition)}`;

export const changeKey = (sequence: number) => ({ pk: partitionKey(sequence), sk: padSequence(sequence) });

export const readChange = (db: Db, sequence: number): Promise<Change | undefined> =>
  getBody(db, changeKey(sequence), Change);

/**
 * Changes in ascending order from the one after `after`, as far as `through`; the feed is gapless, so that partitions
 * follow each other without a gap too.
 */
export async function* readChanges(db: Db, after: number, through: number): AsyncGenerator<Change> {
  for (let from = after + 1; from <= through; from = nextPartition(from)) {
    const last = Math.min(nextPartition(from) - 1, through);
    const items = queryItems(db, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk and sk between :from and :last',
      ExpressionAttributeValues: {
        ':pk': partitionKey(from),
        ':from': padSequence(from),
        ':last': padSequence(last),
      },
      Limit: Math.min(last - from + 1, 500),
    });
    for await (const { body } of items) yield Change.parse(body);
  }
}

const nextPartition = (sequence: number): number => (Math.floor(sequence / perPartition) + 1) * perPartition;

/** The last of `head` changes committed before `instant`, or 0: they are in order of both. */
export async function sequenceBefore(db: Db, instant: string, head: number): Promise<number> {
  let [before, after] = [0, head + 1];
  while (after - before > 1) {
    const middle = (before + after) >> 1;
    const change = await readChange(db, middle);
    if (change && change.committedAt < instant) before = middle;
    else after = middle;
  }
  return before;
}
