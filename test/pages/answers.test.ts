import { beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { anAction, withRecord } from '../support/record-fixture.ts';

let store: Store;
let show: ReturnType<typeof pagesOf>;

beforeAll(async () => {
  store = await withRecord(await freshTable());
  show = pagesOf(store);
});

const writing = { now: () => '2023-01-01T12:00:00.000Z', by: 'test' };

describe('a page', () => {
  test('is in the language of its address, and at / in the one that the reader prefers', async () => {
    expect((await show('/zh')).text).toContain('<html lang="zh-Hans">');
    expect((await show('/fr/states')).text).toContain('<html lang="fr">');
    expect((await show('/')).text).toContain('<html lang="en">');
    const chinese = await show('/?utm_source=x', { 'accept-language': 'de, zh-CN;q=0.9, en;q=0.8' });
    expect(chinese).toMatchObject({ status: 302, headers: { location: '/zh' } });
    expect(chinese.headers.vary).toContain('accept-language');
    expect((await show('/en', { 'accept-language': 'fr' })).text).toContain('<html lang="en">');
  });

  test('leaves programs at / the list of routes', async () => {
    const { headers, text } = await show('/', { accept: '*/*' });
    expect(headers['content-type']).toContain('application/json');
    expect(JSON.parse(text).links.states).toBe('/v1/states');
  });

  test('is sent again only when the record has moved', async () => {
    const { headers } = await show('/states/CHN');
    const again = { 'if-none-match': headers.etag ?? '' };
    expect(await show('/states/CHN', again)).toMatchObject({ status: 304, text: '' });
    expect((await show('/states/CHN?utm_campaign=spring&fbclid=1', again)).status).toBe(304);
    await store.recording.recordActions(
      'CHN',
      'ilo-c029',
      [{ action: anAction() }],
      {
        ...writing,
        idempotency: undefined,
      },
      () => 'done',
    );
    const moved = await show('/states/CHN', again);
    expect(moved.status).toBe(200);
    expect(moved.text).toContain('Contracting State');
  });

  test('is the same whatever tracks its reader', async () => {
    const plain = await show('/states/CHN?asOf=2022-01-01');
    const tracked = await show('/states/CHN?utm_source=x&asOf=2022-01-01&gclid=y');
    expect(tracked.text).toBe(plain.text);
    expect(tracked.text).not.toContain('utm_source');
  });

  test('comes compressed to those who take it, with a weak tag', async () => {
    const plain = await show('/states/CHN');
    const small = await show('/states/CHN', { 'accept-encoding': 'gzip, br;q=0.9' });
    expect(small.headers).toMatchObject({ 'content-encoding': 'br', etag: `W/${plain.headers.etag}` });
    expect(small.text.length).toBeLessThan(plain.text.length / 3);
    const none = await show('/states/CHN', { 'accept-encoding': 'br;q=0, identity' });
    expect(none.headers['content-encoding']).toBeUndefined();
  });

  test('lets nothing in but its own styles and scripts', async () => {
    const { headers, text } = await show('/states/CHN');
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(text).not.toMatch(/ style="|<style| on[a-z]+="/);
  });
});

describe('what is not there', () => {
  test.each([
    ['/states/XXX', 404, 'There is no State'],
    ['/fr/states/XXX', 404, 'Aucun État'],
    ['/zh/instruments/nothing', 404, '记录中没有条约'],
    ['/sources/nothing', 404, 'There is no document'],
    ['/states/CHN/instruments/nothing', 404, 'There is no treaty'],
    ['/zh/states/CHN?asOf=2023-02-30', 422, '不是可以查询的日期'],
    ['/states/CHN?asOf=yesterday', 422, 'not a day'],
    ['/fr/nowhere', 404, 'pas de page'],
  ])('%s is told to a reader as a page with status %i', async (path, status, text) => {
    const shown = await show(path);
    expect(shown.status).toBe(status);
    expect(shown.headers['content-type']).toContain('text/html');
    expect(shown.text).toContain(text);
    expect(shown.headers['cache-control']).toBe('no-store');
  });

  test.each([
    ['/states/XXX', 404, '/problems/not-found'],
    ['/states/CHN?asOf=2023-02-30', 422, '/problems/invalid-input'],
    ['/nowhere', 404, '/problems/not-found'],
  ])('%s is told to a program as a problem', async (path, status, type) => {
    const shown = await show(path, { accept: 'application/json' });
    expect(shown.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(shown.text)).toMatchObject({ status, type });
  });

  test('takes no other method', async () => {
    const shown = await show('/states', { accept: '*/*' }, 'POST');
    expect(shown).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, OPTIONS' } });
  });
});

test('a page of changes has the fifty before its last, and leads on to those before', async () => {
  const long = await withRecord(await freshTable());
  for (const day of ['02', '03']) {
    const communications = Array.from({ length: 30 }, (_, at) => ({
      action: anAction({ kind: 'communication', doneOn: `2010-01-${day}`, text: `No. ${at}` }),
    }));
    await long.recording.recordActions('CHN', 'ilo-c029', communications, {
      now: () => `2023-01-${day}T12:00:00.000Z`,
      by: 'test',
    });
  }
  const { text } = await pagesOf(long)('/changes?before=58');
  const sequences = [...text.matchAll(/id="change-(\d+)"/g)].map(([, sequence]) => Number(sequence));
  expect(sequences).toEqual(Array.from({ length: 50 }, (_, at) => 57 - at));
  expect(text).toContain('before=8"');
});

test.each(['/changes', '/states/CHN/instruments/ilo-c029', '/', '/calendar', '/sources/ohchr-2019-04-29'])(
  'nothing in Chinese is said to be in English: %s',
  async (path) => {
    const { text } = await show(`/zh${path === '/' ? '' : path}`);
    expect(text).not.toMatch(/<span lang="en">[^<]*\p{Script=Han}/u);
  },
);

describe('the search', () => {
  test.each([
    ['C029', '/instruments/ilo-c029'],
    ['c29', '/instruments/ilo-c029'],
    ['法国', '/states/FRA'],
    ['france', '/states/FRA'],
    ['香港', '/states/CHN'],
  ])('leads %s to its page', async (q, location) => {
    expect(await show(`/search?q=${encodeURIComponent(q)}`)).toMatchObject({
      status: 303,
      headers: { location },
    });
  });

  test('lists what is called so in part', async () => {
    expect((await show('/search?q=forced+labour')).text).toContain('/instruments/ilo-c029');
    expect((await show('/search?q=zzz')).text).toContain('Nothing on record is called');
  });
});
