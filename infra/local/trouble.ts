import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { knock } from './reach.ts';

type Place = { dynamodb: string; dataDir: string };

/** Milliseconds that the database has to answer. */
const patience = 1500;

/** Milliseconds for which one answer is shared. */
const kept = 1000;

/**
 * Finds what a read from memory does not show: that the database has stopped, or that the disk takes no
 * more writes. Null if all is well.
 */
export function createTroubleFinder({ dynamodb, dataDir }: Place): () => Promise<string | null> {
  let last = { at: Number.NEGATIVE_INFINITY, answer: Promise.resolve<string | null>(null) };
  return () => {
    const now = performance.now();
    if (now - last.at > kept) last = { at: now, answer: find({ dynamodb, dataDir }) };
    return last.answer;
  };
}

async function find({ dynamodb, dataDir }: Place): Promise<string | null> {
  const troubles = await Promise.all([
    knock(dynamodb, patience).then(
      () => null,
      () => 'The database does not answer.',
    ),
    write(join(dataDir, 'probe')).then(() => null, unwritable),
  ]);
  return troubles.find((trouble) => trouble !== null) ?? null;
}

const page = Buffer.alloc(4096);

async function write(file: string): Promise<void> {
  await writeFile(file, page, { mode: 0o600 }).finally(() => rm(file, { force: true }));
}

const unwritable = ({ code }: NodeJS.ErrnoException): string =>
  code === 'ENOSPC' || code === 'EDQUOT'
    ? 'The disk is full: nothing can be recorded.'
    : `The disk cannot be written to (${code}): nothing can be recorded.`;
