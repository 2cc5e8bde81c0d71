import { expect, test } from 'vitest';
import { clientOf } from '../support/api.ts';
import { freshTable } from '../support/engine/table.ts';
import { anAction, anInstrument, withRecord } from '../support/record-fixture.ts';

const writing = { now: () => '2023-01-01T12:00:00.000Z', by: 'editor' };
const place = '/v1/states/CHN/participations/ilo-c029';

/** Two tables with the same number of writes at the same instants, as after restoring a backup. */
const apart = () => Promise.all([1, 2].map(async () => withRecord(await freshTable())));

test('a tag of one table says nothing of another that counts to the same revision', async () => {
  const [one, other] = await apart();
  if (!one || !other) throw new Error('two tables were expected');
  await one.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], writing);
  const signed = anAction({ kind: 'legislative-approval', doneOn: '2022-04-20' });
  await other.recording.recordActions('CHN', 'ilo-c029', [{ action: signed }], writing);
  const { etag = '' } = (await clientOf(one).get(place)).headers;
  const answer = await clientOf(other).get(place, { 'if-none-match': etag });
  expect([answer.status, answer.json?.status]).toEqual([200, 'no-action']);
});

test('nor does the tag of an instrument that was revised in both', async () => {
  const [one, other] = await apart();
  if (!one || !other) throw new Error('two tables were expected');
  const revise = (title: string, now: string) => ({
    content: anInstrument({ title }),
    writing: { now: () => now, by: 'editor', ifVersion: 1 },
  });
  const first = revise('One', '2023-01-01T12:00:00.000Z');
  const second = revise('Another', '2023-01-01T12:00:01.000Z');
  await one.cataloguing.putInstrument('ilo-c029', first.content, first.writing);
  await other.cataloguing.putInstrument('ilo-c029', second.content, second.writing);
  const { etag = '' } = (await clientOf(one).get('/v1/instruments/ilo-c029')).headers;
  const answer = await clientOf(other).get('/v1/instruments/ilo-c029', { 'if-none-match': etag });
  expect([answer.status, answer.json?.title]).toEqual([200, 'Another']);
});

test('HEAD tells the length that GET would have', async () => {
  const client = clientOf(await withRecord(await freshTable()));
  const { text } = await client.get(place);
  const { headers, text: none } = await client.ask('HEAD', place);
  expect([headers['content-length'], none]).toEqual([String(Buffer.byteLength(text)), '']);
});
