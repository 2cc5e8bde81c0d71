import { padSequence } from '../../core/ids.ts';
import { Change } from '../../core/record/change.ts';
import { bodyIn, type Db, getBody, getUnchanging, queryItems } from '../db.ts';
import { type About, aboutOf, readAbout } from '../edition/record-parts.ts';
import { createRecent } from '../recent.ts';

const perPartition = 10_000;

/** Changes are remembered in blocks of this many; no block spans two partitions. */
const perBlock = 8;

/** Bytes of changes kept in memory for readers of the same pages. */
const mostKept = 8_000_000;

/** Bytes that one read of the table should yield for a caller who will read on. */
const usualRead = 400_000;

/**
 * The least expected size of a change, in bytes: a guess from small changes would read too many large ones.
 */
const lightest = 1250;

const partitionKey = (sequence: number): string => `CHANGE#${Math.floor(sequence / perPartition)}`;

export const changeKey = (sequence: number) => ({ pk: partitionKey(sequence), sk: padSequence(sequence) });

type Range = { first: number; last: number };

/**
 * The feed. A change never alters and the sequence has no gap, so what was read in full never needs reading
 * again.
 */
export function createChanges(db: Db) {
  const blocks = createRecent<readonly Change[]>(mostKept, weightOf);
  const underWay = new Map<string, Promise<Change[]>>();

  const fromBlock = (sequence: number): Change | undefined =>
    blocks.get(String(blockOf(sequence)))?.find((change) => change.sequence === sequence);

  const get = async (sequence: number): Promise<Change | undefined> =>
    fromBlock(sequence) ?? getBody(db, changeKey(sequence), Change);

  /** The changes kept of a block, as far as `last`; undefined if fewer are kept. */
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

  /** Reads a range once for all who ask for it at the same time. */
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
   * Changes in ascending order after `after`, as far as `through`, which must be committed. `readWeight` is
   * how many bytes to read ahead; give less if the caller may stop early.
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

  /**
   * The last of `head` changes committed before `instant`, or 0. A binary search finds it, because sequences
   * and instants grow together.
   */
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

  const about = createAbouts(db, list);

  /**
   * The last `many` changes before `end` that match, the latest first. What every change is about is in the edition,
   * so only matching ones are read whole.
   */
  const latest = async (
    end: number,
    many: number,
    isWanted: (about: About) => boolean,
  ): Promise<Change[]> => {
    const all = await about(end - 1);
    const sequences: number[] = [];
    for (let index = end - 2; index >= 0 && sequences.length < many; index--) {
      const one = all[index];
      if (one && isWanted(one)) sequences.push(index + 1);
    }
    const kept = new Map(sequences.map((sequence) => [sequence, fromBlock(sequence)]));
    const missing = sequences.filter((sequence) => !kept.get(sequence));
    const read = await getUnchanging(db, missing.map(changeKey), Change);
    const found = new Map([...kept, ...read.map((change) => [change.sequence, change] as const)]);
    return sequences.flatMap((sequence) => found.get(sequence) ?? []);
  };

  return { get, list, before, latest };
}

/** What changes are about, up to a sequence: from the edition, and of later ones as they are read. */
function createAbouts(db: Db, list: (after: number, through: number) => AsyncGenerator<Change>) {
  let known: Promise<readonly About[]> | undefined;

  const extended = async (from: Promise<readonly About[]>, through: number): Promise<readonly About[]> => {
    const before = await from;
    if (before.length >= through) return before;
    const since = await Array.fromAsync(list(before.length, through));
    return [...before, ...since.map(aboutOf)];
  };

  return (through: number): Promise<readonly About[]> => {
    const from = known ?? readAbout(db);
    const next = extended(from, through);
    known = next;
    next.catch(() => {
      known = undefined;
    });
    return next;
  };
}

const blockOf = (sequence: number): number => Math.floor(sequence / perBlock);

/** The first sequence of a block; block 0 begins with 1, because there is no change 0. */
const firstOf = (block: number): number => Math.max(1, block * perBlock);

/** The range of some blocks of committed changes, within one partition. */
function rangeOf(block: number, blocks: number, through: number): Range {
  const first = block * perBlock;
  const endOfPartition = (Math.floor(first / perPartition) + 1) * perPartition;
  const last = Math.min(first + blocks * perBlock, endOfPartition) - 1;
  return { first: firstOf(block), last: Math.min(last, through) };
}

const weightOf = (changes: readonly Change[]): number =>
  changes.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);

/** How many blocks will weigh about `readWeight`, if the next changes are like these. */
function strideFor(changes: readonly Change[], readWeight: number): number {
  const usual = Math.max(lightest, weightOf(changes) / Math.max(1, changes.length));
  return Math.max(1, Math.floor(readWeight / usual / perBlock));
}

/**
 * Reads eventually consistent, at half the cost; what is missing because it was only just committed is read
 * again.
 */
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
  return (await Array.fromAsync(items)).map((item) => bodyIn(item, Change));
}
