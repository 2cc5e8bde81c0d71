import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Instrument } from '../../functions/core/instrument.ts';
import { positionOf } from '../../functions/core/law/position/position.ts';
import { readSeeds } from '../../seeds/format.ts';
import { RosterFile } from '../../seeds/roster.ts';
import { read } from '../core/depositary/reading.ts';
import { areHere, bytesOf, namesIn } from '../support/depositary/real-documents.ts';

const seedsDir = join(import.meta.dirname, '../../seeds');
const seeds = await readSeeds();
const names = (await readdir(join(seedsDir, 'rosters'))).sort();
const rosters = await Promise.all(
  names.map(async (name) => JSON.parse(await readFile(join(seedsDir, 'rosters', name), 'utf8'))),
);

const instrumentOf = (reference: string) =>
  seeds.instruments.find(({ instrument }) =>
    instrument.references.some(({ scheme, value }) => scheme === 'untc' && value === reference),
  )?.id;

describe.runIf(areHere)('against the real pages', () => {
  test.each(namesIn('un-2026-02-03', '.html'))('the roster of %s is what its page lists', (name) => {
    const { rows, counts, statusAsAt } = read(bytesOf(`un-2026-02-03/${name}.html`));
    const listed = rows.flatMap(({ code, cells }) => {
      const acts = cells.map(({ kind, on, withdrawn }) => (withdrawn ? `[${kind} ${on}]` : `${kind} ${on}`));
      return acts.length > 0 ? [[code, acts.join(', ')]] : [];
    });
    const roster = rosters.find(({ instrument }) => instrument === instrumentOf(name));
    expect(roster.participants).toEqual(Object.fromEntries(listed));
    expect(roster.reading).toMatchObject({ statusAsAt, rows: rows.length, printed: counts });
  });
});

test('the acts of every roster give the counts that its page prints, by the fold', () => {
  for (const { instrument: id, reading } of rosters) {
    const seed = seeds.instruments.find((one) => one.id === id);
    const instrument = { ...seed?.instrument, id, version: 1 } as Instrument;
    const positions = seeds.participations
      .filter((one) => one.instrument === id)
      .map(({ state, actions }) =>
        positionOf(
          instrument,
          actions.map(({ action, seed: name }) => ({
            ...action,
            id: name,
            statedIn: name,
            state,
            instrument: id,
            recordedAt: '2026-11-23T00:00:00.000Z',
            recordedBy: 'seeds',
          })),
          reading.statusAsAt,
        ),
      );
    const parties = positions.filter(({ status }) => status === 'party' || status === 'contracting-state');
    const signed = positions.filter(({ signature, status }) => signature && status !== 'former-party');
    expect([id, signed.length, parties.length]).toEqual([
      id,
      reading.printed.signatories,
      reading.printed.parties,
    ]);
  }
});

test('every participant and nearly four thousand acts are there', () => {
  const states = new Set(rosters.flatMap(({ participants }) => Object.keys(participants)));
  expect(states.size).toBe(198);
  const acts = rosters.flatMap(({ participants }) => Object.values<string>(participants));
  expect(acts.join(', ').split(', ')).toHaveLength(3924);
});

const onDay = (state: string, instrument: string, day: string) => {
  const seed = seeds.instruments.find(({ id }) => id === instrument);
  const own = seeds.participations.find((one) => one.state === state && one.instrument === instrument);
  const actions = (own?.actions ?? []).map(({ action, seed: id }) => ({
    ...action,
    id,
    statedIn: id,
    state,
    instrument,
    recordedAt: '2026-11-23T00:00:00.000Z',
    recordedBy: 'seeds',
  }));
  return positionOf({ ...seed?.instrument, id: instrument } as Instrument, actions, day).status;
};

test.each([
  ['TTO', 'iccpr-op1', '1990-01-01', 'party'],
  ['TTO', 'iccpr-op1', '1998-09-01', 'contracting-state'],
  ['TTO', 'iccpr-op1', '1999-06-01', 'party'],
  ['TTO', 'iccpr-op1', '2000-06-27', 'former-party'],
  ['JAM', 'iccpr-op1', '1997-12-31', 'party'],
  ['JAM', 'iccpr-op1', '1998-01-23', 'former-party'],
  ['BLR', 'iccpr-op1', '2023-02-07', 'party'],
  ['BLR', 'iccpr-op1', '2023-02-08', 'former-party'],
  ['GUY', 'iccpr-op1', '1995-01-01', 'party'],
  ['GUY', 'iccpr-op1', '2026-02-03', 'party'],
  ['PRK', 'iccpr', '2026-02-03', 'party'],
])('%s stands under %s on %s as %s, which no table tells', (state, instrument, day, status) => {
  expect(onDay(state, instrument, day)).toBe(status);
});

test('an act in brackets of which nobody says how it ended is refused', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'seeds-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await cp(seedsDir, dir, { recursive: true });
  await rm(join(dir, 'states/BLR.json'));
  await expect(readSeeds(dir)).rejects.toThrow(
    'seeds/rosters/iccpr-op1.json#/participants/BLR: the accession of 1992-09-30 counts no longer',
  );
});

test('another letter to another State is one file more', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'seeds-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await cp(seedsDir, dir, { recursive: true });
  const text =
    'The High Commissioner encourages Viet Nam to ratify the Convention on enforced disappearance.';
  await writeFile(join(dir, 'letters/vnm.txt'), text);
  const urging = {
    id: 'icpped',
    state: 'VNM',
    kind: 'named',
    instrument: 'icpped',
    paragraph: 'The only one',
    wording: 'ratify the Convention on enforced disappearance',
  };
  const letter = {
    id: 'vnm-2025',
    title: 'An invented letter',
    author: 'Nobody',
    kind: 'letter',
    on: '2025-01-01',
    letter: 'vnm.txt',
    citations: [{ cite: 'memory', note: 'Invented.' }],
    urgings: [urging],
  };
  await writeFile(join(dir, 'sources/vnm-2025.json'), JSON.stringify(letter));
  const { sources } = await readSeeds(dir);
  expect(sources.find(({ id }) => id === 'vnm-2025')?.source.urgings).toEqual([urging]);
});

test('a roster that nobody could read is refused', () => {
  const [roster] = rosters;
  expect(RosterFile.safeParse({ ...roster, participants: { CHN: 'signed in 1998' } }).success).toBe(false);
});
