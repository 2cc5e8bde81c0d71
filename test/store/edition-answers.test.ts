import { beforeAll, expect, test } from 'vitest';
import type { NewAction } from '../../functions/core/action.ts';
import { createLog } from '../../functions/lib/log.ts';
import { createPages } from '../../functions/pages/pages.ts';
import type { Store } from '../../functions/store/index.ts';
import { clientOf } from '../support/api.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { eventOf } from '../support/event.ts';
import {
  anAction,
  anInstrument,
  citation,
  publicUrl,
  storeOf,
  withRecord,
} from '../support/record-fixture.ts';

const writing = { now: () => '2023-01-02T00:00:00.000Z', by: 'test' };
const today = '2023-06-01';
const now = () => `${today}T12:00:00.000Z`;

/** Questions about every State. */
const questions = [
  '/v1/states',
  '/v1/calendar?from=1900-01-01&to=2100-01-01',
  '/calendar?from=1900-01-01',
  '/calendar.ics?from=1900-01-01',
  '/states',
  '/instruments?asOf=1999-01-01',
  '/states.csv?asOf=2022-12-15',
  '/instruments.csv?asOf=2030-01-01',
  '/data/participations.csv',
  '/data/participations.csv?asOf=2022-12-03',
  '/data/participations.ndjson?asOf=1985-01-01',
  '/data/acts.csv',
  '/data/acts.ndjson',
];

let table: TestTable;
let writer: Store;
/** An instance that began with the edition before all changes. */
let living: Ask;

type Ask = (target: string) => Promise<string>;

function instance(store: Store): Ask {
  const api = clientOf(store, { now });
  const log = createLog({ write: () => undefined });
  const pages = createPages({ store, log, now, publicUrl, version: '1' });
  return async (target) => {
    if (target.startsWith('/v1')) return (await api.get(target)).text;
    return (await pages(eventOf('GET', target))).body;
  };
}

/** The same table without an edition. */
function withoutEdition({ client }: TestTable): TestTable {
  const send = (command: { input: { Key?: { pk?: string } } }) =>
    command.input.Key?.pk === 'EDITION' ? Promise.resolve({}) : client.send(command as never);
  return {
    ...table,
    client: new Proxy(client, { get: (of, name) => (name === 'send' ? send : Reflect.get(of, name)) }),
  };
}

const instances = () => ({
  begun: instance(storeOf(table)),
  computed: instance(storeOf(withoutEdition(table))),
});

const record = async (state: string, instrument: string, over: Partial<NewAction>) => {
  const entries = [{ action: anAction({ text: 'long', ...over }) }];
  const { actions } = await writer.recording.recordActions(state, instrument, entries, writing);
  return actions[0]?.id ?? '';
};

const old = 'ilo-c029';
const revising = anInstrument({
  title: 'Protocol',
  adoptedOn: '1990-01-01',
  inForceOn: '1991-01-01',
  acts: [{ act: 'signature' }, { act: 'ratification' }, { act: 'accession' }],
});
const retracted = { correction: 'retraction', reason: 'It was another State.' } as const;
const version = async (id: string) =>
  (await writer.record.read(({ catalogue }) => catalogue.instruments.get(id)))?.version ?? 0;
const revise = async (id: string, over: Parameters<typeof anInstrument>[0]) =>
  writer.cataloguing.putInstrument(id, anInstrument(over), { ...writing, ifVersion: await version(id) });

const acts: Record<string, string> = {};

const changes: Record<string, () => Promise<unknown>> = {
  nothing: async () => undefined,
  'an act of a State that had none': async () => {
    acts.france = await record('FRA', old, { doneOn: '1990-01-01' });
  },
  'a second instrument': () =>
    writer.cataloguing.putInstrument('protocol', revising, { ...writing, ifVersion: 0 }),
  'consent to it': async () => {
    acts.protocol = await record('CHN', 'protocol', { kind: 'accession', doneOn: '2022-12-01' });
  },
  'a denunciation': async () => {
    acts.notice = await record('FRA', old, { kind: 'denunciation', doneOn: '2022-12-01' });
  },
  'an amendment of its day': () =>
    writer.recording.correctAction(
      { state: 'FRA', instrument: old, of: acts.notice ?? '' },
      { correction: 'amendment', reason: 'The day was misread.', changes: { doneOn: '2022-11-01' } },
      writing,
    ),
  'a retraction of it': () =>
    writer.recording.correctAction(
      { state: 'FRA', instrument: old, of: acts.notice ?? '' },
      retracted,
      writing,
    ),
  'an act for a territory': () =>
    record('CHN', 'protocol', { kind: 'territorial-extension', territory: 'HKG', doneOn: '2022-12-05' }),
  'a look at a source': () =>
    writer.recording.recordChecks('CHN', 'protocol', [{ on: '2022-12-30', source: citation }], writing),
  'a revision that moves days': () => revise(old, { shortNames: ['Revised'], inForceOn: '2020-05-01' }),
  'a rule by which one denounces the other': () =>
    revise(old, { automaticDenunciations: [{ by: 'protocol', from: 'consent', clause: 'article 9' }] }),
  'a reading of the whole document': () =>
    writer.readings.record(
      [
        {
          instrument: 'protocol',
          reading: { statusAsAt: '2022-12-31', source: citation, printed: { parties: 1 }, rows: 1 },
        },
      ],
      writing,
    ),
  'another name of a State': () =>
    writer.cataloguing.putStates(
      [{ code: 'FRA', name: 'French Republic', kind: 'state', tracked: true }],
      writing,
    ),
  'a retraction of consent': () =>
    writer.recording.correctAction(
      { state: 'CHN', instrument: 'protocol', of: acts.protocol ?? '' },
      retracted,
      writing,
    ),
};

beforeAll(async () => {
  table = await freshTable();
  writer = await withRecord(table);
  await record('CHN', old, {});
  await writer.edition.refresh(today);
  living = instances().begun;
});

async function answersOf(ask: Ask) {
  const answers: Record<string, string> = {};
  for (const question of questions) answers[question] = await ask(question);
  return answers;
}

test.each(Object.entries(changes))('after %s answers are as of every act', async (_, change) => {
  await change();
  const { begun, computed } = instances();
  const expected = await answersOf(computed);
  expect(await answersOf(begun)).toEqual(expected);
  expect(await answersOf(living)).toEqual(expected);
});

test('and once all of it is in the edition, on that day and the next', async () => {
  expect(await writer.edition.refresh(today)).toBeGreaterThan(0);
  const { begun, computed } = instances();
  const expected = await answersOf(computed);
  expect(await answersOf(begun)).toEqual(expected);
  expect(await writer.edition.refresh(today)).toBe(0);
  expect(await writer.edition.refresh('2023-06-02')).toBe(1);
  expect(await answersOf(instances().begun)).toEqual(expected);
});
