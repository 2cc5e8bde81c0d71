import { expect, test } from 'vitest';
import { readings } from '../../../functions/api/readings.ts';
import { clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import {
  anAction,
  anInstrument,
  aSource,
  citation,
  storeOf,
  withRecord,
} from '../../support/record-fixture.ts';

const writing = { now: () => '2023-01-01T12:00:00.000Z', by: 'editor' };
const added = { ...writing, ifVersion: 0 };
const backwards = <T extends object>(of: T): T => Object.fromEntries(Object.entries(of).reverse()) as T;

const named = { instrument: 'ilo-c029', state: 'CHN', source: 'ohchr-2019-04-29', sequence: '1' };

test('the instance that wrote and one that reads answer with the same bytes under the same tag', async () => {
  const table = await freshTable();
  const store = await withRecord(table);
  const writer = clientOf(store);
  await writer.get('/v1/states/CHN/participations');
  await store.cataloguing.putInstrument('aaa', backwards(anInstrument({ title: 'Another' })), added);
  await store.cataloguing.putSource('a-letter', backwards(aSource({ on: '2020-01-01' })), added);
  await store.cataloguing.putStates(
    [{ tracked: false, kind: 'state', name: 'Albania', code: 'ALB' }],
    writing,
  );
  const declaration = anAction({ kind: 'declaration', doneOn: '2022-09-01' });
  for (const instrument of ['ilo-c029', 'aaa'])
    for (const content of [declaration, anAction()])
      await store.recording.recordActions('CHN', instrument, [{ action: backwards(content) }], writing);
  const looks = ['2022-12-02', '2022-12-01'].map((on) => ({ source: citation, on }));
  await store.recording.recordChecks('CHN', 'ilo-c029', looks, writing);
  await store.recording.recordChecks('CHN', 'aaa', looks, writing);

  const reader = clientOf(storeOf(table));
  for (const { path } of readings) {
    const target = path.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof named) => named[name]);
    const query = path.endsWith('/progress') ? '?source=a-letter' : '';
    const [wrote, read] = await Promise.all([writer, reader].map(({ get }) => get(`${target}${query}`)));
    expect({ target, status: wrote?.status }).toEqual({ target, status: 200 });
    expect(wrote).toEqual(read);
  }
});
