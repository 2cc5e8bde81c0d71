import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { largestAnswer } from '../../functions/lib/http/size.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { anAction, withRecord } from '../support/record-fixture.ts';

let store: Store;
/** Texts whose every character takes six bytes in a function's JSON result. */
const texts = Array.from({ length: 24 }, (_, number) => `act ${number} ${'\u0001'.repeat(49_900)}`);

beforeAll(async () => {
  store = await withRecord(await freshTable());
  const writing = { now: () => '2023-01-01T00:00:00.000Z', by: 'editor' };
  const acts = texts.map((text) => ({ action: anAction({ kind: 'declaration', text }) }));
  for (const act of acts) await store.recording.recordActions('CHN', 'ilo-c029', [act], writing);
});

test('the story of acts with long texts shows their beginnings, and leads to each whole', async () => {
  for (const language of ['', '/zh', '/fr']) {
    const { status, text } = await pagesOf(store)(`${language}/states/CHN/instruments/ilo-c029`);
    expect([status, Buffer.byteLength(JSON.stringify(text)) < largestAnswer]).toEqual([200, true]);
    expect(text).toMatch(/href="\/v1\/states\/CHN\/participations\/ilo-c029\/actions\/act_/);
  }
});

const hasAll = (whole: string): void => {
  expect(whole.length).toBeGreaterThan(24 * 49_900);
  for (const number of texts.keys()) expect(whole).toContain(`act ${number} `);
};

test.each(['/data/acts.ndjson', '/states/CHN/instruments/ilo-c029.csv'])(
  '%s is whole, in gzip where it is too large to be sent otherwise',
  async (file) => {
    const { headers, text } = await pagesOf(store)(file, { accept: '*/*' });
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    hasAll(gunzipSync(Buffer.from(text, 'latin1')).toString());
  },
);

test('a file of the whole record is whole, in gzip or without', async () => {
  const show = pagesOf(store);
  const small = await show('/data/acts.csv', { 'accept-encoding': 'gzip' });
  hasAll(gunzipSync(Buffer.from(small.text, 'latin1')).toString());
  const plain = await show('/data/acts.csv');
  expect(plain.headers['content-encoding']).toBeUndefined();
  hasAll(plain.text);
});
