import { type CalendarResponse, async as parser, type VEvent } from 'node-ical';
import { beforeAll, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { anAction, anInstrument, withRecord } from '../support/record-fixture.ts';

let store: Store;

const at = (now: string) => ({ now: () => now, by: 'test', idempotency: undefined });

beforeAll(async () => {
  store = await withRecord(await freshTable());
});

/** What a calendar program makes of the file, by event id. */
async function calendar(now: string, search = '?state=CHN') {
  const show = pagesOf(store, { now: () => now });
  const { text, headers } = await show(`/calendar.ics${search}`, { accept: 'text/calendar' });
  expect(headers['content-type']).toContain('text/calendar');
  const parsed: CalendarResponse = await parser.parseICS(text);
  const events = Object.values(parsed).filter((one): one is VEvent => one?.type === 'VEVENT');
  return new Map(events.map((event) => [event.uid, event]));
}

const record = async (
  instrument: string,
  action: ReturnType<typeof anAction>,
  now: string,
): Promise<string> => {
  const made = await store.recording.recordActions('CHN', instrument, [{ action }], at(now), ({ actions }) =>
    actions.map(({ id }) => id),
  );
  return made[0] ?? '';
};

const sequenceOf = (event: VEvent | undefined): number => Number(event?.sequence);

test('an act that is taken back is cancelled with its effect, under the same ids and with a sequence that grew', async () => {
  const id = await record('ilo-c029', anAction(), '2023-01-01T12:00:00.000Z');
  const effect = `${id}-entry-into-force@treaty-ratification-tracker`;
  const before = await calendar('2023-01-02T00:00:00.000Z');
  expect(before.get(effect)).toMatchObject({
    status: 'CONFIRMED',
    summary: 'Entry into force · China, C029',
  });
  expect(before.get(effect)?.start.toISOString().slice(0, 10)).toBe('2023-08-12');
  expect(before.get(effect)?.datetype).toBe('date');
  const retraction = { correction: 'retraction', reason: 'It was another State.' } as const;
  await store.recording.correctAction(
    { state: 'CHN', instrument: 'ilo-c029', of: id },
    retraction,
    at('2023-01-03T12:00:00.000Z'),
  );
  const after = await calendar('2023-01-04T00:00:00.000Z');
  for (const uid of [effect, `${id}@treaty-ratification-tracker`]) {
    expect(after.get(uid)).toMatchObject({ status: 'CANCELLED', summary: before.get(uid)?.summary });
    expect(after.get(uid)?.start).toEqual(before.get(uid)?.start);
    expect(sequenceOf(after.get(uid))).toBeGreaterThan(sequenceOf(before.get(uid)));
  }
});

test('what a correction moves keeps its id, and what restores it its place', async () => {
  const id = await record('ilo-c029', anAction({ doneOn: '2022-09-01' }), '2023-01-05T12:00:00.000Z');
  const effect = `${id}-entry-into-force@treaty-ratification-tracker`;
  const before = await calendar('2023-01-06T00:00:00.000Z');
  await store.recording.correctAction(
    { state: 'CHN', instrument: 'ilo-c029', of: id },
    { correction: 'amendment', reason: 'The day was misread.', action: anAction({ doneOn: '2022-09-11' }) },
    at('2023-01-07T12:00:00.000Z'),
  );
  const after = await calendar('2023-01-08T00:00:00.000Z');
  expect(after.get(effect)?.start.toISOString().slice(0, 10)).toBe('2023-09-11');
  expect(sequenceOf(after.get(effect))).toBeGreaterThan(sequenceOf(before.get(effect)));
});

test('a withdrawal that is called off before its day is cancelled', async () => {
  const names = { shortNames: ['C105'], references: [{ scheme: 'ilo' as const, value: 'C105' }] };
  await store.cataloguing.putInstrument('ilo-c105', anInstrument(names), {
    ...at('2023-01-09T00:00:00.000Z'),
    ifVersion: 0,
  });
  await record('ilo-c105', anAction({ doneOn: '2010-01-01' }), '2023-01-09T01:00:00.000Z');
  const notice = anAction({ kind: 'denunciation', doneOn: '2022-12-01' });
  const id = await record('ilo-c105', notice, '2023-01-09T02:00:00.000Z');
  const uid = `${id}-withdrawal@treaty-ratification-tracker`;
  expect((await calendar('2023-01-10T00:00:00.000Z')).get(uid)).toMatchObject({ status: 'CONFIRMED' });
  const rescission = anAction({ kind: 'rescission', doneOn: '2023-01-10', refersTo: id });
  await record('ilo-c105', rescission, '2023-01-11T02:00:00.000Z');
  expect((await calendar('2023-01-12T00:00:00.000Z')).get(uid)).toMatchObject({ status: 'CANCELLED' });
});

test('what came to pass before a State left and came back stays', async () => {
  await store.cataloguing.putInstrument('ilo-c087', anInstrument({ shortNames: ['C087'] }), {
    ...at('2023-02-01T00:00:00.000Z'),
    ifVersion: 0,
  });
  const first = await record('ilo-c087', anAction({ doneOn: '1990-01-01' }), '2023-02-01T01:00:00.000Z');
  const left = anAction({ kind: 'denunciation', doneOn: '2000-01-01' });
  const gone = await record('ilo-c087', left, '2023-02-01T02:00:00.000Z');
  await record('ilo-c087', anAction({ doneOn: '2010-01-01' }), '2023-02-01T03:00:00.000Z');
  const events = await calendar('2023-02-02T00:00:00.000Z', '?instrument=ilo-c087');
  for (const name of [`${first}-entry-into-force`, `${gone}-withdrawal`])
    expect(events.get(`${name}@treaty-ratification-tracker`), name).toMatchObject({ status: 'CONFIRMED' });
});

test('holds only what its filters ask for, and folds lines by bytes', async () => {
  const some = await calendar('2023-02-03T00:00:00.000Z', '?instrument=ilo-c105&from=2023-01-01');
  expect(some.size).toBeGreaterThan(0);
  for (const { summary, start } of some.values()) {
    expect(String(summary)).toContain('C105');
    expect(start.toISOString() >= '2023-01-01').toBe(true);
  }
  const between = async (from: string, to: string) =>
    (await calendar('2023-02-03T00:00:00.000Z', `?instrument=ilo-c105&from=${from}&to=${to}`)).size;
  expect(await between('2010-01-01', '2010-01-01')).toBe(1);
  expect(await between('2010-01-02', '2010-12-31')).toBe(0);
  const show = pagesOf(store, { now: () => '2023-02-03T00:00:00.000Z' });
  const { text } = await show('/zh/calendar.ics?state=CHN', { accept: '*/*' });
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
});

test('what nothing fits is not said of a year that was not asked for', async () => {
  const show = pagesOf(store, { now: () => '2026-11-01T00:00:00.000Z' });
  const { text } = await show('/calendar?state=CHN&to=2000-01-01');
  expect(text).toContain('Nothing on record fits what was asked for.');
  expect(text).not.toContain('twelve months');
  expect((await show('/calendar?to=2001-06-30')).text).toContain('datetime="2001-01-01"');
  expect((await show('/calendar')).text).toContain('twelve months');
});
