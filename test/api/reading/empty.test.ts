import { expect, test } from 'vitest';
import { routes } from '../../../functions/api/routes.ts';
import { clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { storeOf } from '../../support/record-fixture.ts';

const client = clientOf(storeOf(await freshTable()));

const examples: Record<string, string> = {
  state: 'CHN',
  instrument: 'iccpr',
  source: 'ohchr-2019-04-29',
  action: 'act_01JDXXXXXXXXXXXXXXXXXXXXXX',
  sequence: '1',
  type: 'treaty.status.changed',
  problem: 'not-found',
};

const open = routes
  .filter(
    ({ method, scope, operationId }) =>
      method === 'GET' && scope === null && operationId !== 'getConfirmPage',
  )
  .map(({ path }) => path.replaceAll(/\{(\w+)\}/g, (_, name) => examples[name] ?? 'none'));

test.each(open)('%s answers before anything is on record', async (path) => {
  expect([200, 404, 422]).toContain((await client.get(path)).status);
});

test('the feed of nothing is empty', async () => {
  expect((await client.get('/v1/changes')).json).toEqual({
    data: [],
    next: null,
    sequence: 0,
    headSequence: 0,
  });
});
