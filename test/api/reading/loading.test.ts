import { expect, test } from 'vitest';
import type { LoadingProgress } from '../../../functions/lib/http/middleware/incomplete.ts';
import { clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { withRecord } from '../../support/record-fixture.ts';

const routes: [string, number][] = [
  ['/v1/states', 200],
  ['/v1/instruments/ilo-c029/participations', 200],
  ['/v1/changes', 200],
  ['/v1/states/CHN/participations', 404],
];

test('until all is loaded every answer says so and is kept by nobody, and says it no longer after', async () => {
  let far: LoadingProgress | null = null;
  const { get } = clientOf(await withRecord(await freshTable()), { loading: () => far });
  const told = async (route: string) => {
    const { status, headers } = await get(route);
    return [status, headers['record-incomplete'], headers['cache-control']];
  };
  const during: LoadingProgress = { done: 12, of: 30 };
  for (const [route, status] of routes) {
    far = during;
    expect(await told(route), route).toEqual([status, 'done=12, of=30', 'no-store']);
    far = { ...during, failed: true };
    expect(await told(route), route).toEqual([status, 'done=12, of=30, failed', 'no-store']);
    expect((await get('/health')).json).toMatchObject({ status: 'ok', loading: far });
    far = null;
    expect((await told(route)).slice(0, 2), route).toEqual([status, undefined]);
  }
  expect((await get('/v1/changes')).headers['cache-control']).toBe('public, no-cache');
});
