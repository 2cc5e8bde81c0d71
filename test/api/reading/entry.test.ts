import { beforeAll, expect, test } from 'vitest';
import { httpStatusOf } from '../../../functions/lib/http/problem.ts';
import type { Client } from '../../support/api.ts';
import { withForcedLabour } from './forced-labour.ts';

let client: Client;
beforeAll(async () => {
  ({ client } = await withForcedLabour());
});

test('the entry names every place to begin, and sends browsers to the reference', async () => {
  const { status, json, headers } = await client.get('/');
  expect([status, headers['content-type'], headers.vary]).toEqual([
    200,
    'application/json; charset=utf-8',
    'accept',
  ]);
  for (const link of Object.values<string>(json.links)) {
    const target = link
      .replace('{state}', 'CHN')
      .replace('{instrument}', 'cat')
      .replace(/\{\?.*/, '');
    const found = await client.get(target + (target.endsWith('progress') ? '?source=ohchr-2019-04-29' : ''));
    expect([target, found.status]).toEqual([target, target === '/v1/subscriptions' ? 401 : 200]);
  }
  const shown = await client.get('/', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
  expect([shown.status, shown.headers.location, shown.text]).toEqual([303, '/docs', '']);
  expect((await client.get('/')).status).toBe(200);
});

test('the type of every problem leads to what it means and what to do', async () => {
  const { json } = await client.get('/problems');
  expect(json.data.map(({ type }: { type: string }) => type).sort()).toEqual(
    Object.keys(httpStatusOf)
      .map((code) => `/problems/${code}`)
      .sort(),
  );
  const refused = (await client.get('/v1/instruments?limit=0')).json;
  const told = await client.get(refused.type);
  expect([told.status, told.json.status, told.json.title]).toEqual([200, refused.status, refused.title]);
  expect(told.json.remedy.length).toBeGreaterThan(20);
  expect((await client.get('/docs')).text).toContain('id="problems-invalid-input"');
});

test('the version that runs and the head of the feed are told', async () => {
  const { json, headers } = await client.get('/health');
  expect(json).toEqual({ status: 'ok', version: '0.0.0-test', sequence: 6 });
  expect(headers['cache-control']).toBe('no-store');
});

test('the reference is one page that its own content policy lets be shown', async () => {
  const { text, headers } = await client.get('/docs');
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(text).not.toMatch(/<script(?! src)|<style| style=| on[a-z]+=/);
  expect(text).toContain('/v1/states/{state}/participations');
});
