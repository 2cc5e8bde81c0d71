import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { readSeeds } from '../../seeds/format.ts';
import { loadSeeds } from '../../seeds/load.ts';
import { urgingsNotLookedAt } from '../../seeds/not-looked-at.ts';
import { clientOf } from '../support/api.ts';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { storeOf } from '../support/record-fixture.ts';

const seedsDir = fileURLToPath(new URL('../../seeds', import.meta.url));

type Step = { file: string; text: string };

/** The README's blocks that name their file: those of the story, or the single letter. */
async function steps(name: 'file' | 'one'): Promise<Step[]> {
  const readme = await readFile(join(seedsDir, 'README.md'), 'utf8');
  const blocks = readme.matchAll(new RegExp(`^\`\`\`\\w+ ${name}=(\\S+)\\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
  return [...blocks].map(([, file = '', text = '']) => ({ file, text }));
}

async function copyOfSeeds(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'seeds-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await cp(seedsDir, dir, { recursive: true });
  return dir;
}

async function follow(dir: string, { file, text }: Step): Promise<void> {
  const path = join(dir, file);
  if (file !== 'bibliography.json') return writeFile(path, text);
  const known = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...known, ...JSON.parse(text) }));
}

test('a second letter to a second State is loaded by following the README word for word', async () => {
  const dir = await copyOfSeeds();
  const all = await steps('file');
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

test('a letter to another State is one file, and answers from the rosters', async () => {
  const dir = await copyOfSeeds();
  const [letter] = await steps('one');
  if (!letter) throw new Error('the README shows no letter in one file');
  await follow(dir, letter);
  const seeds = await readSeeds(dir);
  expect(urgingsNotLookedAt(seeds)).toEqual([]);
  const named = ['opcat', 'crpd'];
  const isNamed = ({ instrument }: { instrument: string }) => named.includes(instrument);
  const participations = seeds.participations.filter((one) => one.state === 'KEN' && isNamed(one));
  const store = storeOf(await freshTable());
  const now = () => '2026-11-28T00:00:00.000Z';
  await loadSeeds({
    store,
    now,
    seeds: { ...seeds, participations, readings: seeds.readings.filter(isNamed) },
  });
  const { json } = await clientOf(store, { now }).get('/v1/states/KEN/progress?source=committee-2026-10-02');
  expect(json).toMatchObject({ named: { total: 2, heeded: 0 }, unchecked: { named: 0 } });
  expect(json.data).toMatchObject([
    { instrument: 'opcat', statusThen: 'no-action', statusNow: 'no-action', evidenceThrough: '2026-02-03' },
    { instrument: 'crpd', statusThen: 'party', statusNow: 'party', evidenceThrough: '2026-02-03' },
  ]);
  const { status, text } = await pagesOf(store, { now })('/states/KEN');
  expect(status).toBe(200);
  for (const shown of ['Kenya is a party to 1 of', 'Letter of a committee to Kenya', '2008-06-18'])
    expect(text).toContain(shown);
});

test('a call about an instrument under which nobody looked is told', async () => {
  const dir = await copyOfSeeds();
  const [letter] = await steps('one');
  if (!letter) throw new Error('the README shows no letter in one file');
  await follow(dir, {
    ...letter,
    text: letter.text.replace('"opcat",\n      "paragraph', '"rome-statute",\n      "paragraph'),
  });
  expect(urgingsNotLookedAt(await readSeeds(dir))).toEqual([
    { source: 'committee-2026-10-02', urging: 'opcat', state: 'KEN', instrument: 'rome-statute' },
  ]);
});
