import { beforeAll, describe, expect, test } from 'vitest';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { withRecord } from '../support/record-fixture.ts';

let far: { done: number; of: number } | null;
let show: ReturnType<typeof pagesOf>;

beforeAll(async () => {
  show = pagesOf(await withRecord(await freshTable()), { loading: () => far });
});

const pages = [
  '',
  '/states',
  '/states/FRA',
  '/states/FRA/instruments/ilo-c029',
  '/instruments',
  '/instruments/ilo-c029',
  '/compare?states=CHN,FRA',
  '/sources',
  '/sources/ohchr-2019-04-29',
  '/changes',
  '/calendar',
  '/watch',
  '/proposals',
  '/data',
  '/search?q=rights',
];

describe.each([
  ['en', 'The record is still being loaded: 1,200 of 3,000 entries.'],
  ['zh', '记录仍在载入：共 3,000 项，已载入 1,200 项。'],
  ['fr', 'Les données sont encore en cours de chargement : 1 200 éléments sur 3 000.'],
])('while the record is being loaded, in %s', (language, note) => {
  const shownAt = async (page: string) => {
    const { text, ...answer } = await show(`/${language}${page}`);
    return { ...answer, text: text.replace(/[\u202f\u00a0]/g, ' ') };
  };

  test.each(pages)('%s says so, is kept by nobody, and says it no longer once all is there', async (page) => {
    far = { done: 1200, of: 3000 };
    const early = await shownAt(page);
    expect(early.text).toContain(note);
    expect(early.headers['cache-control']).toBe('no-store');
    far = null;
    const whole = await shownAt(page);
    expect(whole.status).toBe(200);
    expect(whole.text).not.toContain(note.slice(0, 20));
  });
});

describe('while the record is being loaded', () => {
  test.each(['/states/FRA.csv', '/data/acts.ndjson', '/board.csv'])(
    'the file %s is named so, and kept by nobody',
    async (file) => {
      far = { done: 1200, of: 3000 };
      const early = await show(file, { accept: '*/*' });
      expect(early.headers['content-disposition']).toMatch(/-still-loading\.\w+"/);
      expect(early.headers['cache-control']).toBe('no-store');
      far = null;
      const { headers } = await show(file, { accept: '*/*' });
      expect(headers['content-disposition']).not.toContain('still-loading');
      expect(headers['cache-control']).not.toBe('no-store');
    },
  );

  test.each(['/board.png', '/zh/states/FRA.png', '/instruments/ilo-c029.png'])(
    'the picture %s states no status',
    async (picture) => {
      far = { done: 1200, of: 3000 };
      const { status, headers } = await show(picture, { accept: 'image/png' });
      expect(status).toBe(303);
      expect(headers.location).toMatch(/\/card\.png$/);
    },
  );
});
