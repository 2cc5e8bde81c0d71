import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { readSeeds } from '../../seeds/format.ts';
import { loadSeeds } from '../../seeds/load.ts';
import { clientOf } from '../support/api.ts';
import { freshTable } from '../support/engine/table.ts';
import { storeOf } from '../support/record-fixture.ts';

const seedsDir = fileURLToPath(new URL('../../seeds', import.meta.url));

/** The blocks of the README that name their file. */
async function steps(): Promise<{ file: string; text: string }[]> {
  const readme = await readFile(join(seedsDir, 'README.md'), 'utf8');
  return [...readme.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)].map(([, file = '', text = '']) => ({
    file,
    text,
  }));
}

async function follow(dir: string, { file, text }: { file: string; text: string }): Promise<void> {
  const path = join(dir, file);
  if (file !== 'bibliography.json') return writeFile(path, text);
  const known = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...known, ...JSON.parse(text) }));
}

test('a second letter to a second State is loaded by following the README word for word', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'seeds-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await cp(seedsDir, dir, { recursive: true });
  const all = await steps();
  expect(all.map(({ file }) => file)).toEqual([
    'letters/committee-2026-10-01.txt',
    'bibliography.json',
    'sources/committee-2026-10-01.json',
    'states/VNM.json',
  ]);
  for (const step of all) await follow(dir, step);
  const seeds = await readSeeds(dir);
  const own = seeds.participations.filter(
    ({ state, instrument }) => state === 'VNM' && instrument === 'opcat',
  );
  const store = storeOf(await freshTable());
  const now = () => new Date().toISOString();
  await loadSeeds({ store, now, seeds: { ...seeds, participations: own, readings: [] } });
  const { json } = await clientOf(store, { now }).get('/v1/states/VNM/progress?source=committee-2026-10-01');
  expect(json).toMatchObject({
    named: { total: 1, heeded: 0 },
    unchecked: { named: 0 },
    data: [{ state: 'VNM', instrument: 'opcat', statusNow: 'no-action', evidenceThrough: '2026-10-02' }],
  });
});
