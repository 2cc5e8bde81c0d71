import { beforeAll, expect, test } from 'vitest';
import { participationOf } from '../../functions/core/law/participation/participation.ts';
import { progressOn } from '../../functions/core/law/progress.ts';
import { viewState } from '../../functions/core/law/state-view.ts';
import { urgingsUpon } from '../../functions/core/law/urging.ts';
import type { Store } from '../../functions/store/index.ts';
import { readSeeds } from '../../seeds/format.ts';
import { type LoadReport, loadSeeds } from '../../seeds/load.ts';
import type { Seeds } from '../../seeds/seed.ts';
import { freshTable } from '../support/engine/table.ts';
import { aWholeRecord } from '../support/laptop/whole-record.ts';
import { storeOf } from '../support/record-fixture.ts';

/** Today, so that a source seen today is not in the future. */
const began = Date.now();
const now = () => new Date(began).toISOString();
let store: Store;
let first: LoadReport;
let seeds: Seeds;

beforeAll(async () => {
  const { table, report } = await aWholeRecord();
  store = storeOf(table);
  first = report;
  seeds = await readSeeds();
});

const china = (asOf: string) =>
  store.record.read(async ({ catalogue, holdings }) => viewState(catalogue, await holdings('CHN'), { asOf }));

async function under(instrument: string, asOf: string) {
  const view = await china(asOf);
  const one = view.under.get(instrument);
  if (!one) throw new Error(`no ${instrument}`);
  return participationOf(view, one, urgingsUpon(view));
}

test('loading adds everything once and announces it as one import', async () => {
  expect(first).toMatchObject({ corrected: 0, leftAlone: [] });
  const { sequence } = await store.record.head();
  expect(first.sequences).toEqual({ from: 1, to: sequence - 1 });
  const changes = await Array.fromAsync(store.changes.list(0, sequence));
  expect(changes.filter(({ quiet }) => !quiet).map(({ type }) => type)).toEqual(['dataset.imported']);
});

test('loading again changes nothing', async () => {
  const before = await store.record.head();
  const again = await loadSeeds({ store: store, now: () => new Date(began + 86_400_000).toISOString() });
  expect(again).toMatchObject({ added: 0, corrected: 0, leftAlone: [], sequences: null });
  expect(await store.record.head()).toEqual(before);
});

test('the ICCPR is signed since 1998 and applies in both Regions although China is not a party', async () => {
  const iccpr = await under('iccpr', '2026-11-23');
  expect(iccpr).toMatchObject({
    status: 'signatory',
    since: '1998-10-05',
    signedOn: '1998-10-05',
    consent: null,
  });
  expect(iccpr.territories).toMatchObject([
    { territory: 'HKG', status: 'applies', since: '1997-07-01' },
    { territory: 'MAC', status: 'applies', since: '1999-12-20' },
  ]);
  expect(iccpr.openActs).toEqual([{ act: 'ratification', waitsFor: [] }]);
});

test.each([
  ['2022-04-25', 'no-action'],
  ['2022-08-11', 'no-action'],
  ['2022-08-12', 'contracting-state'],
  ['2023-08-11', 'contracting-state'],
  ['2023-08-12', 'party'],
])('on %s China stands to C029 as %s', async (asOf, status) => {
  expect((await under('ilo-c029', asOf)).status).toBe(status);
});

test.each([
  ['2019-04-29', 0],
  ['2022-08-11', 0],
  ['2022-08-12', 1],
  ['2026-11-23', 1],
])('on %s the letter has %i of its twelve calls heeded', async (asOf, heeded) => {
  const view = await china(asOf);
  const letter = view.catalogue.sources.get('ohchr-2019-04-29');
  if (!letter) throw new Error('no letter');
  expect(progressOn(letter, view).named).toEqual({ total: 12, heeded });
});

test('an act that an operator amended is left as the operator stated it', async () => {
  const { actions } = await store.record.read(({ holdings }) => holdings('CHN'));
  const signature = actions.find(({ seed }) => seed === 'chn-iccpr-signature');
  const participations = seeds.participations.filter(({ state }) => state === 'CHN');
  const seeded = participations
    .flatMap((one) => one.actions)
    .find(({ seed }) => seed === 'chn-iccpr-signature');
  if (!signature || !seeded) throw new Error('no signature');
  await store.recording.correctAction(
    { state: 'CHN', instrument: 'iccpr', of: signature.id },
    { correction: 'amendment', reason: 'test', action: { ...seeded.action, text: 'as amended by hand' } },
    { now, by: 'operator' },
  );
  const { leftAlone, corrected } = await loadSeeds({ store, now, seeds: { ...seeds, participations } });
  expect(corrected).toBe(0);
  expect(leftAlone).toEqual([{ seed: 'chn-iccpr-signature', why: expect.stringContaining('operator') }]);
});

test('a load that was interrupted is finished by the next, which announces what both took', async () => {
  const other = storeOf(await freshTable());
  const some = { ...seeds, participations: seeds.participations.slice(0, 60), readings: [] };
  let left = 2;
  const recording = {
    ...other.recording,
    importFacts: (...args: Parameters<typeof other.recording.importFacts>) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('interrupted')) : other.recording.importFacts(...args);
    },
  };
  await expect(loadSeeds({ store: { ...other, recording }, now, seeds: some })).rejects.toThrow(
    'interrupted',
  );
  const { sequences, corrected } = await loadSeeds({ store: other, now, seeds: some });
  expect(corrected).toBe(0);
  const { sequence } = await other.record.head();
  expect(sequences).toEqual({ from: 1, to: sequence - 1 });
});

test('an act that the record refuses is told with the file and the participation', async () => {
  const sources = [
    { title: 'Invented', seenOn: '2026-11-23', tier: 'unverified' as const, note: 'Invented.' },
  ];
  const action = { kind: 'ratification' as const, doneOn: '2018-02-05', sources };
  const acts = [{ seed: 'vnm-icrmw-ratification', action }];
  const invented = { state: 'VNM', instrument: 'icrmw', actions: acts, checks: [] };
  const loading = loadSeeds({ store, now, seeds: { ...seeds, participations: [invented] } });
  await expect(loading).rejects.toThrow(
    'seeds/states/VNM.json#/participations/icrmw: icrmw opens ratification only after: being signatory of icrmw',
  );
});

test('a document that the record refuses is told with its file and the place in it', async () => {
  const [letter] = seeds.sources;
  if (!letter) throw new Error('no source');
  const late = { ...letter, id: 'late', source: { ...letter.source, on: '2199-01-01' } };
  for (const dryRun of [true, false]) {
    const loading = loadSeeds({
      store,
      now,
      dryRun,
      seeds: { ...seeds, participations: [], sources: [late] },
    });
    await expect(loading).rejects.toThrow('seeds/sources/late.json#/on: 2199-01-01 is in the future');
  }
});

test.each([false, true])(
  'all that is refused is told before anything is written, dry run %s',
  async (dryRun) => {
    const seeds = await readSeeds();
    const table = storeOf(await freshTable({ isTold: true }));
    const [first, second] = seeds.instruments;
    const [participation] = seeds.participations.filter(({ actions }) => actions.length > 0);
    if (!first || !second || !participation) throw new Error('no seeds');
    const late = ({ id, instrument }: typeof first) => ({
      id: `${id}-late`,
      instrument: { ...instrument, adoptedOn: '2199-01-01' },
    });
    const ahead = {
      ...participation,
      actions: participation.actions.map((one) => ({
        ...one,
        action: { ...one.action, doneOn: '2199-01-02' },
      })),
    };
    const wrong = {
      ...seeds,
      instruments: [...seeds.instruments, late(first), late(second)],
      participations: [ahead],
    };
    const faults = await loadSeeds({ store: table, now, dryRun, seeds: wrong }).catch(
      ({ message }) => message,
    );
    expect(faults.split('\n')).toEqual([
      expect.stringContaining(
        `seeds/instruments/${first.id}-late.json#/adoptedOn: 2199-01-01 is in the future`,
      ),
      expect.stringContaining(
        `seeds/instruments/${second.id}-late.json#/adoptedOn: 2199-01-01 is in the future`,
      ),
      expect.stringContaining(
        `seeds/states/${ahead.state}.json#/participations/${ahead.instrument}: 2199-01-02 is in the future`,
      ),
    ]);
    expect((await table.record.head()).sequence).toBe(0);
  },
);
