import { padSequence } from '../../core/ids.ts';
import { Change } from '../../core/record/change.ts';
import { type Db, getBody, queryItems } from '../db.ts';
import { createRecent } from './recent.ts';

const perPartition = 10_000;

/** Changes that are remembered together; no block lies in two partitions. */
const perBlock = 8;

/** Bytes of changes kept in memory, for those who read the same pages. */
const mostKept = 8_000_000;

/** What one request to the table should weigh, in bytes, where somebody means to read on. */
const usualRead = 400_000;

/** Takes the next ones for no lighter: a guess from small ones would read too many large ones. */
const lightest = 1250;

const partitionKey = (sequence: number): string => `CHANGE#${Math.floor(sequence / perPartition)}`;

export const changeKey = (sequence: number) => ({ pk: partitionKey(sequence), sk: padSequence(sequence) });

type Range = { first: number; last: number };

/** The feed. A change is never altered and the sequence has no gap, so that what was read whole is read once. */
export function createChanges(db: Db) {
  const blocks = createRecent<readonly Change[]>(mostKept, weightOf);
  const underWay = new Map<string, Promise<Change[]>>();

  const get = async (sequence: number): Promise<Change | undefined> => {
    const block = blocks.get(String(blockOf(sequence)));
    const kept = block?.find((change) => change.sequence === sequence);
    return kept ?? getBody(db, changeKey(sequence), Change);
  };

  /** Of a block, as far as `last`; undefined where less is kept. */
  const keptOf = (block: number, last: number): readonly Change[] | undefined => {
    const kept = blocks.get(String(block));
    return kept && (kept.at(-1)?.sequence ?? 0) >= last ? kept : undefined;
  };

  const keep = (changes: readonly Change[]): void => {
    for (const [block, own] of Map.groupBy(changes, ({ sequence }) => blockOf(sequence))) {
      const isWithoutGap = own.every(({ sequence }, index) => sequence === firstOf(block) + index);
      if (isWithoutGap && !keptOf(block, own.at(-1)?.sequence ?? 0)) blocks.set(String(block), own);
    }
  };

  /** Once, for all who ask for it at the same time. */
  const read = (range: Range): Promise<Change[]> => {
    const name = `${range.first}-${range.last}`;
    const others = underWay.get(name);
    if (others) return others;
    const reading = readRange(db, range).finally(() => underWay.delete(name));
    underWay.set(name, reading);
    return reading.then((changes) => {
      keep(changes);
      return changes;
    });
  };

  /**
   * Changes in ascending order from the one after `after`, as far as `through`, which must be committed. `readWeight` is
   * what is read ahead of whoever may stop at any change.
   */
  async function* list(after: number, through: number, readWeight = usualRead): AsyncGenerator<Change> {
    let stride = 1;
    for (let block = blockOf(after + 1); after < through && block * perBlock <= through; ) {
      const kept = keptOf(block, Math.min(through, firstOf(block + 1) - 1));
      const range = rangeOf(block, kept ? 1 : stride, through);
      const changes = kept ?? (await read(range));
      yield* changes.filter(({ sequence }) => sequence > after && sequence <= through);
      block = blockOf(range.last) + 1;
      if (!kept) stride = strideFor(changes, readWeight);
    }
  }

  /** The last of `head` changes committed before `instant`, or 0: they are in order of both. */
  const before = async (instant: string, head: number): Promise<number> => {
    let [early, late] = [0, head + 1];
    while (late - early > 1) {
      const middle = (early + late) >> 1;
      const change = await get(middle);
      if (change && change.committedAt < instant) early = middle;
      else late = middle;
    }
    return early;
  };

  return { get, list, before };
}

const blockOf = (sequence: number): number => Math.floor(sequence / perBlock);

/** There is no change 0. */
const firstOf = (block: number): number => Math.max(1, block * perBlock);

/** So many blocks of committed changes, in one partition. */
function rangeOf(block: number, blocks: number, through: number): Range {
  const first = block * perBlock;
  const endOfPartition = (Math.floor(first / perPartition) + 1) * perPartition;
  const last = Math.min(first + blocks * perBlock, endOfPartition) - 1;
  return { first: firstOf(block), last: Math.min(last, through) };
}

const weightOf = (changes: readonly Change[]): number =>
  changes.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);

/** As many blocks as will weigh about so much, if the changes to come are like those before. */
function strideFor(changes: readonly Change[], readWeight: number): number {
  const usual = Math.max(lightest, weightOf(changes) / Math.max(1, changes.length));
  return Math.max(1, Math.floor(readWeight / usual / perBlock));
}

/** Eventually consistent, at half the cost; what was committed only now and is missing there is read once more. */
async function readRange(db: Db, range: Range): Promise<Change[]> {
  const changes = await queryRange(db, range, false);
  const isWhole = changes.length === range.last - range.first + 1;
  return isWhole ? changes : queryRange(db, range, true);
}

async function queryRange(db: Db, { first, last }: Range, isConsistent: boolean): Promise<Change[]> {
  const items = queryItems(db, {
    ConsistentRead: isConsistent,
    KeyConditionExpression: 'pk = :pk and sk between :first and :last',
    ExpressionAttributeValues: {
      ':pk': partitionKey(first),
      ':first': padSequence(first),
      ':last': padSequence(last),
    },
  });
  return (await Array.fromAsync(items)).map(({ body }) => Change.parse(body));
}
