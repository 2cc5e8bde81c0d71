import { beforeAll, expect, test } from 'vitest';
import { type Client, clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { anAction, anInstrument, citation, withRecord } from '../../support/record-fixture.ts';

let client: Client;
const writing = { now: () => '2023-01-01T00:00:00.000Z', by: 'editor' };

/** Two ratifications and a reservation under two instruments, and one about Macao. */
beforeAll(async () => {
  const store = await withRecord(await freshTable());
  await store.cataloguing.putInstrument('cat', anInstrument({ title: 'Convention against Torture' }), {
    ...writing,
    ifVersion: 0,
  });
  const record = (instrument: string, ...acts: Parameters<typeof anAction>[0][]) =>
    store.recording.recordActions(
      'CHN',
      instrument,
      acts.map((act) => ({ action: anAction(act) })),
      writing,
    );
  await record('ilo-c029', {}, { kind: 'continued-application', doneOn: '1999-10-20', territory: 'MAC' });
  await record(
    'cat',
    { doneOn: '1988-10-04' },
    { kind: 'reservation', doneOn: '1988-10-04', text: '条'.repeat(3000) },
  );
  client = clientOf(store);
});

const list = '/v1/states/CHN/actions';
const listed = async (query: string) => {
  const { status, json } = await client.get(`${list}${query}`);
  expect(status, query).toBe(200);
  return json.data.map((one: { kind: string; instrument: string }) => `${one.instrument} ${one.kind}`);
};

test('the acts of a State over all instruments are one question, oldest first, with their sources', async () => {
  const { json } = await client.get(list);
  expect(json.data).toMatchObject([
    { kind: 'ratification', doneOn: '1988-10-04', state: 'CHN', instrument: 'cat' },
    { kind: 'reservation', doneOn: '1988-10-04' },
    { kind: 'continued-application', doneOn: '1999-10-20', territory: 'MAC' },
    {
      kind: 'ratification',
      doneOn: '2022-08-12',
      instrument: 'ilo-c029',
      title: 'Forced Labour Convention, 1930 (No. 29)',
      sources: [citation],
      effect: { on: '2023-08-12', basis: 'computed' },
    },
  ]);
});

test.each([
  ['?doneFrom=1988-10-05', ['ilo-c029 continued-application', 'ilo-c029 ratification']],
  ['?doneFrom=2022-08-12&doneTo=2022-08-12', ['ilo-c029 ratification']],
  ['?doneTo=1999-10-19', ['cat ratification', 'cat reservation']],
  ['?kind=ratification', ['cat ratification', 'ilo-c029 ratification']],
  ['?kind=ratification&doneFrom=2015-01-01&doneTo=2024-12-31', ['ilo-c029 ratification']],
  ['?instrument=cat&kind=reservation,declaration', ['cat reservation']],
  ['?territory=MAC', ['ilo-c029 continued-application']],
  ['?asOf=1999-10-19', ['cat ratification', 'cat reservation']],
])('%s', async (query, expected) => {
  expect(await listed(query)).toEqual(expected);
});

test('the list is paged', async () => {
  const first = await client.get(`${list}?limit=3`);
  expect(first.json.data).toHaveLength(3);
  const rest = await client.get(`${list}?limit=3&cursor=${encodeURIComponent(first.json.next)}`);
  expect([rest.json.data.length, rest.json.next]).toEqual([1, null]);
});

test.each([
  ['?kind=coronation', 'unknown-value'],
  ['?instrument=nowhere', 'unknown-value'],
  ['?territory=FRA', 'unknown-value'],
  ['?doneFrom=2020-01-02&doneTo=2020-01-01', 'invalid-input'],
  ['?doneFrom=2019-04-31', 'invalid-input'],
])('%s is refused', async (query, type) => {
  const { status, json } = await client.get(`${list}${query}`);
  expect([status, json.type]).toEqual([422, `/problems/${type}`]);
});

test('a long text is shown by its beginning, with the address of the whole', async () => {
  const { json } = await client.get(`${list}?kind=reservation`);
  const [act] = json.data;
  expect(act.text).toBe(`${'条'.repeat(2000)}…`);
  expect(act.truncated).toBe(true);
  const whole = await client.get(act.url);
  expect(whole.json.current.text).toHaveLength(3000);
});
