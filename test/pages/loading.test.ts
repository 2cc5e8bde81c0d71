import { beforeAll, describe, expect, test } from 'vitest';
import type { LoadingProgress } from '../../functions/lib/http/middleware/incomplete.ts';
import { freshTable } from '../support/engine/table.ts';
import { everyPage } from '../support/pages/every-page.ts';
import { pagesOf } from '../support/pages.ts';
import { withRecord } from '../support/record-fixture.ts';

let far: LoadingProgress | null;
let show: ReturnType<typeof pagesOf>;

beforeAll(async () => {
  show = pagesOf(await withRecord(await freshTable()), { loading: () => far });
});

const pages = [...everyPage('FRA'), '/search?q=rights'];

describe.each([
  [
    'en',
    'The record is still being loaded: 1,200 of 3,000 entries.',
    'The record is not whole: loading it stopped at 1,200 of 3,000 entries.',
  ],
  [
    'zh',
    '记录仍在载入：共 3,000 项，已载入 1,200 项。',
    '记录不完整：载入在共 3,000 项中的第 1,200 项处中断。',
  ],
  [
    'fr',
    'Les données sont encore en cours de chargement : 1 200 éléments sur 3 000.',
    'Les données ne sont pas complètes : leur chargement s’est arrêté à 1 200 éléments sur 3 000.',
  ],
])('while the record is being loaded, in %s', (language, note, failed) => {
  const shownAt = async (page: string) => {
    const { text, ...answer } = await show(`/${language}${page}`);
    return { ...answer, text: text.replace(/[\u202f\u00a0]/g, ' ') };
  };

  test.each(pages)(
    '%s says so, or that it failed, is kept by nobody, and says it no longer once all is there',
    async (page) => {
      far = { done: 1200, of: 3000 };
      const early = await shownAt(page);
      expect(early.text).toContain(note);
      expect(early.headers['cache-control']).toBe('no-store');
      far = { done: 1200, of: 3000, failed: true };
      const stuck = await shownAt(page);
      expect(stuck.text).toContain(failed);
      expect(stuck.headers['cache-control']).toBe('no-store');
      far = null;
      const whole = await shownAt(page);
      expect(whole.status).toBe(200);
      for (const said of [note, failed]) expect(whole.text).not.toContain(said.slice(0, 20));
    },
  );
});

describe('while the record is being loaded', () => {
  test.each(['/changes.atom', '/changes.json'])('the feed %s bears it in a header', async (feed) => {
    far = { done: 1200, of: 3000, failed: true };
    const early = await show(feed, { accept: '*/*' });
    expect(early.headers).toMatchObject({
      'cache-control': 'no-store',
      'record-incomplete': 'done=1200, of=3000, failed',
    });
    far = null;
    expect((await show(feed, { accept: '*/*' })).headers).not.toHaveProperty('record-incomplete');
  });

  test.each(['/states/FRA.csv', '/data/acts.ndjson', '/board.csv', '/calendar.ics'])(
    'the file %s is named so, and kept by nobody',
    async (file) => {
      far = { done: 1200, of: 3000 };
      const early = await show(file, { accept: '*/*' });
      expect(early.headers['content-disposition']).toMatch(/-still-loading\.\w+"/);
      expect(early.headers).toMatchObject({
        'cache-control': 'no-store',
        'record-incomplete': 'done=1200, of=3000',
      });
      far = { done: 1200, of: 3000, failed: true };
      const stuck = await show(file, { accept: '*/*' });
      expect(stuck.headers['content-disposition']).toMatch(/-not-whole\.\w+"/);
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
