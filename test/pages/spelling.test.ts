import { expect, test } from 'vitest';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { withRecord } from '../support/record-fixture.ts';

const show = pagesOf(await withRecord(await freshTable()));

test.each([
  ['/states/chn', '/states/CHN'],
  ['/states/chn?asOf=2020-01-01', '/states/CHN?asOf=2020-01-01'],
  ['/States/Chn/Instruments/ILO-C029', '/states/CHN/instruments/ilo-c029'],
  ['/states/chn.csv', '/states/CHN.csv'],
  ['/Instruments/ILO-C029', '/instruments/ilo-c029'],
  ['/sources/OHCHR-2019-04-29', '/sources/ohchr-2019-04-29'],
  ['/ZH', '/zh'],
  ['/zh-CN/states/chn', '/zh/states/CHN'],
  ['/fr-CA', '/fr'],
  ['/V1/states/CHN', '/v1/states/CHN'],
  ['/Docs', '/docs'],
])('whoever reads %s is sent to %s', async (target, location) => {
  const { status, headers } = await show(target);
  expect([status, headers.location]).toEqual([308, location]);
});

test.each(['/states/CHN', '/zh/states/CHN/instruments/ilo-c029', '/states/CHN.csv', '/states.csv'])(
  '%s stays where it is',
  async (target) => {
    expect((await show(target)).status).toBe(200);
  },
);

test.each(['/data/acts.csv', '/changes.json', '/calendar.ics', '/', '/states/CHN'])(
  'other pages of the Web may read %s, and ask whether they may',
  async (target) => {
    const origin = { origin: 'https://a.example', accept: '*/*' };
    expect((await show(target, origin)).headers['access-control-allow-origin']).toBe('*');
    const asking = { ...origin, 'access-control-request-method': 'GET' };
    const { status, headers } = await show(target, asking, 'OPTIONS');
    expect([status, headers['access-control-allow-origin']]).toEqual([204, '*']);
    expect(headers.allow).toContain('GET');
  },
);

test('a parameter may come in any case, so that a slip never shows another day', async () => {
  const [slip, right, today] = await Promise.all([
    show('/states/CHN/instruments/ilo-c029?ASOF=2020-01-01'),
    show('/states/CHN/instruments/ilo-c029?asOf=2020-01-01'),
    show('/states/CHN/instruments/ilo-c029'),
  ]);
  expect(slip.text).toBe(right.text);
  expect(right.text).not.toBe(today.text);
  expect((await show('/states/CHN?asof=never')).status).toBe(422);
});

test.each(['/Nowhere', '/de-AT', '/states/chn/nowhere'])('%s leads nowhere', async (target) => {
  expect((await show(target)).status).toBe(404);
});
