import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

import { readSeeds } from '../../../seeds/format.ts';
import { type LoadReport, loadSeeds } from '../../../seeds/load.ts';
import { seedsWriter } from '../../../seeds/planning.ts';
import { atEnd } from '../endings.ts';
import { freshTable, type TestTable } from '../engine/table.ts';
import { storeOf } from '../record-fixture.ts';
import { fillTable, openTable } from './filled.ts';
import { madeOnce } from './made-once.ts';

const now = () => new Date().toISOString();

/** A file's own table with all the seeds, and the report of the load, whose last part it is. */
export async function aWholeRecord(): Promise<{ table: TestTable; report: LoadReport }> {
  if (inject('isGiven')) {
    const table = await freshTable();
    return { table, report: await loadSeeds({ store: storeOf(table), now }) };
  }
  const directory = await wholeDirectory();
  const report = JSON.parse(await readFile(join(directory, 'report.json'), 'utf8'));
  return { table: await onCopy(directory), report };
}

/** A file's own table with most of the seeds, whose load was interrupted and has announced nothing. */
export async function anInterruptedLoad(): Promise<TestTable> {
  if (!inject('isGiven')) return onCopy(await interruptedDirectory());
  const table = await freshTable({ isTold: true });
  await loadMost(table);
  return table;
}

async function onCopy(made: string): Promise<TestTable> {
  const directory = await mkdtemp(join(tmpdir(), 'copy-'));
  await cp(made, directory, { recursive: true });
  const { table, end } = await openTable(directory);
  atEnd(async () => {
    await end();
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return table;
}

/** Fills a laptop's directory from slightly older seeds, so that its first start corrects one entry. */
export async function nearlyWholeInto(dataDir: string): Promise<void> {
  await cp(await wholeDirectory(), dataDir, { recursive: true });
  const { table, end } = await openTable(dataDir);
  for (const { id, instrument } of (await readSeeds()).instruments.slice(0, 1))
    await storeOf(table).cataloguing.putInstrument(
      id,
      { ...instrument, shortNames: [...instrument.shortNames, 'before'] },
      { now, by: seedsWriter, ifVersion: 1 },
    );
  await end();
}

const wholeDirectory = (): Promise<string> =>
  madeOnce('whole', async (directory) => {
    await cp(await interruptedDirectory(), directory, { recursive: true });
    const report = await fillTable(directory, (table) => loadSeeds({ store: storeOf(table), now }));
    await writeFile(join(directory, 'report.json'), JSON.stringify(report));
  });

const interruptedDirectory = (): Promise<string> =>
  madeOnce('interrupted', (directory) => fillTable(directory, loadMost));

async function loadMost(table: TestTable): Promise<void> {
  const stopping = new AbortController();
  const progress = (done: number, of: number) => done > 0.85 * of && stopping.abort();
  const loading = loadSeeds({ store: storeOf(table), now, progress, signal: stopping.signal });
  await loading.catch((error: Error) => {
    if (error !== stopping.signal.reason) throw error;
  });
}
