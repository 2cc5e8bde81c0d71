import { beforeAll, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { anAction, anInstrument, withRecord } from '../support/record-fixture.ts';

let store: Store;

const writing = { now: () => '2023-01-01T12:00:00.000Z', by: 'test', idempotency: undefined };
const record = (instrument: string, ...actions: Parameters<typeof anAction>[0][]) =>
  Promise.all(actions.map((one) => ({ action: anAction(one) }))).then((entries) =>
    store.recording.recordActions('CHN', instrument, entries, writing, () => 'done'),
  );

beforeAll(async () => {
  store = await withRecord(await freshTable());
  await store.cataloguing.putInstrument('ilo-c105', anInstrument(), { ...writing, ifVersion: 0 });
});

/** A picture's labels, and its bars from the left with text and width. */
async function pictureOf(path: string) {
  const { text } = await pagesOf(store)(path);
  const labels = [...text.matchAll(/text-anchor="(?:start|end)">([^<]+)</g)].map(([, label = '']) => label);
  const bars = [...text.matchAll(/width="(\d+)" height="8" class="bar b-([a-z-]+)"/g)];
  return { labels, bars: bars.map(([, width, status]) => ({ status, width: Number(width) })) };
}

test('whoever left and came back was bound twice, for as long as it was', async () => {
  await record(
    'ilo-c029',
    { doneOn: '1950-01-01' },
    { kind: 'denunciation', doneOn: '1960-01-01' },
    { doneOn: '1970-01-01' },
  );
  const { labels, bars } = await pictureOf('/states/CHN/instruments/ilo-c029');
  expect(labels).toEqual(
    expect.arrayContaining([
      'In force 1 Jan 1951',
      'Withdrawal takes effect 1 Jan 1961',
      'In force 1 Jan 1971',
    ]),
  );
  expect(bars.map(({ status }) => status)).toEqual([
    'contracting-state',
    'party',
    'former-party',
    'contracting-state',
    'party',
  ]);
  const [waiting, bound] = bars;
  expect(bound?.width).toBeGreaterThan(5 * (waiting?.width ?? 0));
});

test('a page about a past day marks it in the same picture', async () => {
  const path = '/states/CHN/instruments/ilo-c029';
  expect(await pictureOf(`${path}?asOf=1955-01-01`)).toEqual(await pictureOf(path));
  const { text } = await pagesOf(store)(`${path}?asOf=1955-01-01`);
  const [, x] = /<line x1="(\d+)"[^>]*class="marked"/.exec(text) ?? [];
  const inForce = [...text.matchAll(/<rect x="(\d+)"[^>]*class="bar b-party"/g)].map(([, at]) => Number(at));
  expect(inForce.findIndex((at) => at > Number(x))).toBe(1);
  expect((await pagesOf(store)(path)).text).not.toContain('class="marked"');
});

test('the curve counts such a State while it was bound, and not between', async () => {
  const at = async (day: string) => {
    const { text } = await pagesOf(store)(`/instruments/ilo-c029?asOf=${day}`);
    return /class="curve"[^>]*aria-label="([^"]+)"/.exec(text)?.[1];
  };
  expect(await at('1955-01-01')).toMatch(/\b1\b/);
  expect(await at('1965-01-01')).toMatch(/\b0\b/);
});

test('an act without effect is said to be so in the picture, and moves nothing', async () => {
  const forEver = anInstrument({
    shortNames: ['Covenant'],
    withdrawalRule: { kind: 'no-clause', clause: 'none', reason: 'It has no clause.' },
  });
  await store.cataloguing.putInstrument('covenant', forEver, { ...writing, ifVersion: 0 });
  const override = { reason: 'It was notified although no clause allows it.' };
  await record(
    'covenant',
    { doneOn: '1950-01-01' },
    { kind: 'denunciation', doneOn: '1960-01-01', override },
  );
  const { labels, bars } = await pictureOf('/states/CHN/instruments/covenant');
  expect(labels).toContain('Denunciation (without effect) 1 Jan 1960');
  expect(bars.map(({ status }) => status)).toEqual(['contracting-state', 'party']);
});

test('where nobody has looked, no page says that nothing was done', async () => {
  const show = pagesOf(store);
  const unlooked = '/states/CHN/instruments/ilo-c105';
  const { text } = await show(unlooked);
  expect(text).toMatch(/class="standing"><span class="status">.*?<span>Not looked at</);
  expect(text).toContain('That does not mean that it has done nothing.');
  expect(text).not.toContain('neither signed the treaty nor consented');
  expect(/<meta name="description" content="([^"]*)"/.exec(text)?.[1]).toContain('Not looked at');
  expect((await show('/states/CHN')).text).toMatch(
    /href="\/states\/CHN\/instruments\/ilo-c105">.*?<span>Not looked at</s,
  );
  const { text: acted } = await show('/states/CHN/instruments/ilo-c029');
  expect(acted).toMatch(/class="standing"><span class="status">.*?<span>Party</);
});

test('a filter by status tells "no action" from "not looked at", in the file too', async () => {
  const show = pagesOf(store);
  const listed = async (status: string) => {
    const { text } = await show(`/states/CHN?status=${status}`);
    const csv = (await show(`/states/CHN.csv?status=${status}`)).text;
    const shown = [...text.matchAll(/<th scope="row"><a href="\/states\/CHN\/instruments\/([a-z0-9-]+)"/g)];
    return { shown: shown.map(([, id]) => id), inFile: csv.includes('ilo-c105'), text };
  };
  const unlooked = await listed('not-looked-at');
  expect(unlooked).toMatchObject({ shown: ['ilo-c105'], inFile: true });
  expect(unlooked.text).toContain('/v1/states/CHN/participations?status=no-action');
  expect(await listed('no-action')).toMatchObject({ shown: [], inFile: false });
});
