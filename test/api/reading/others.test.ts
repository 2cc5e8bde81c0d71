import { beforeAll, expect, test } from 'vitest';
import { readSeeds } from '../../../seeds/format.ts';
import { loadSeeds } from '../../../seeds/load.ts';
import { type Client, clientOf } from '../../support/api.ts';
import { freshTable, type TestTable } from '../../support/engine/table.ts';
import { unitsOf } from '../../support/engine/units.ts';
import { anAction, storeOf } from '../../support/record-fixture.ts';

const now = () => '2026-11-28T00:00:00.000Z';
const instruments = ['icrmw', 'op-icescr'];
const isTried = ({ instrument }: { instrument: string }) => instruments.includes(instrument);

let table: TestTable;
let client: Client;
let spent: ReturnType<typeof unitsOf>;

beforeAll(async () => {
  table = await freshTable();
  const { participations, readings, ...seeds } = await readSeeds();
  const tried = {
    ...seeds,
    participations: participations.filter(isTried),
    readings: readings.filter(isTried),
  };
  await loadSeeds({ store: storeOf(table), now, seeds: tried });
  client = clientOf(storeOf(table), { now });
  spent = unitsOf(table.client);
}, 60_000);

const rosters = instruments.map((id) => `/v1/instruments/${id}/participations`);
const others = ['ALB', 'ARG', 'CHL', 'GHA', 'MAR'].map((code) => `/v1/states/${code}/participations`);

/** Reads of the head: one, and another if it has moved. */
const headTwice = 2;

/** Writes an act that moves no status, through another instance than the one that is asked. */
let made = 0;
const writeBy = (state: string) =>
  storeOf(table).recording.recordActions(
    state,
    'icrmw',
    [{ action: anAction({ kind: 'declaration', doneOn: '2026-11-01', text: `We declare ${++made}.` }) }],
    { now, by: 'desk' },
  );

test('a write to one State makes nobody read the others again', async () => {
  const cold: number[] = [];
  for (const target of [...rosters, ...others]) {
    spent();
    expect((await client.get(target)).status).toBe(200);
    cold.push(spent().units);
  }
  expect(cold[0]).toBeGreaterThan(headTwice);
  await writeBy('PHL');
  const warm: Record<string, number> = {};
  for (const target of [...others, ...rosters]) {
    spent();
    expect((await client.get(target)).status).toBe(200);
    warm[target] = spent().units;
  }
  const [moved = '', unmoved = ''] = rosters;
  for (const target of [...others, unmoved]) expect(warm[target], target).toBeLessThanOrEqual(headTwice);
  expect(warm[moved]).toBeLessThanOrEqual(4);
});

test('the State that was written is read again, and it alone', async () => {
  await client.get('/v1/states/PHL/participations');
  await writeBy('PHL');
  spent();
  await client.get('/v1/states/PHL/participations');
  const own = spent().units;
  expect(own).toBeGreaterThan(1);
  expect(own).toBeLessThan(20);
});
