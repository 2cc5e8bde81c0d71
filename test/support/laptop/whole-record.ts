import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { backfillRosters } from '../../../functions/store/copy/backfill.ts';
import { createDocuments, createLocalDynamo, createStreams } from '../../../infra/local/aws/clients.ts';
import { ensureTable } from '../../../infra/local/aws/table.ts';
import { startEngine } from '../../../infra/local/engine/engine.ts';
import { readSeeds } from '../../../seeds/format.ts';
import { type LoadReport, loadSeeds } from '../../../seeds/load.ts';
import { seedsWriter } from '../../../seeds/planning.ts';
import { atEnd } from '../endings.ts';
import { freshTable, type TestTable } from '../engine/table.ts';
import { storeOf } from '../record-fixture.ts';
import { madeOnce } from './made-once.ts';

const database = 'tracker.db';
const now = () => new Date().toISOString();

/** A file's own table with all the seeds, and the report of the load. */
export async function aWholeRecord(): Promise<{ table: TestTable; report: LoadReport }> {
  if (inject('isGiven')) {
    const table = await freshTable();
    return { table, report: await loadSeeds({ store: storeOf(table), now }) };
  }
  const directory = await mkdtemp(join(tmpdir(), 'whole-'));
  await cp(await wholeDirectory(), directory, { recursive: true });
  const { table, end } = await open(directory);
  atEnd(async () => {
    await end();
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return { table, report: JSON.parse(await readFile(join(directory, 'report.json'), 'utf8')) };
}

/** Fills a laptop's directory from slightly older seeds, so that its first start corrects one entry. */
export async function nearlyWholeInto(dataDir: string): Promise<void> {
  await cp(await wholeDirectory(), dataDir, { recursive: true });
  const { table, end } = await open(dataDir);
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
    const { table, end } = await open(directory);
    await backfillRosters({ client: table.client, table: table.name });
    const report = await loadSeeds({ store: storeOf(table), now });
    await end();
    await writeFile(join(directory, 'report.json'), JSON.stringify(report));
  });

async function open(directory: string): Promise<{ table: TestTable; end: () => Promise<void> }> {
  const { endpoint, stop } = await startEngine({ file: join(directory, database) });
  const raw = createLocalDynamo(endpoint);
  const client = createDocuments(raw);
  const name = 'tracker';
  await ensureTable({ raw, client }, name);
  const end = async () => {
    raw.destroy();
    await stop();
  };
  return { table: { raw, client, name, endpoint, streams: () => createStreams(endpoint) }, end };
}
