import { expect, test } from 'vitest';
import { clientOf } from '../support/api.ts';
import { anInstrument } from '../support/record-fixture.ts';
import { serves } from '../watch/depositary.ts';
import { aWatch } from '../watch/watching.ts';

test('anyone may ask how it stands with each document', async () => {
  const { depositary, store, watch } = await aWatch();
  const writing = { now: () => '2018-01-02T00:00:00.000Z', by: 'fixture', ifVersion: 0 };
  await store.cataloguing.putInstrument('ilo-c029', anInstrument(), writing);
  const client = clientOf(store, { now: () => '2026-02-04T12:00:00.000Z' });
  const ask = async () => (await client.get('/v1/watch')).json.data;
  expect(await ask()).toMatchObject([
    {
      instrument: 'ilo-c029',
      status: 'by-person',
      url: 'https://treaties.un.org/',
      byPersonSince: '2022-12-31',
    },
    { instrument: 'lists', status: 'waiting', askedAt: null, byPersonSince: null },
  ]);
  depositary.answers.set('/IV-5', serves('<html><title><script>alert(1)</script>\u001b[31m</title></html>'));
  await watch({ now: true });
  const [, failing] = await ask();
  expect(failing).toMatchObject({
    status: 'failing',
    readAt: null,
    failure: { at: '2026-02-04T00:00:00.000Z' },
  });
  expect(failing.failure.why).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(failing.dueAt > '2026-02-04T00:00').toBe(true);
});

test('a document that its host lets no program have is a person’s, since the evidence ends', async () => {
  const { depositary, store, watch, look } = await aWatch();
  const client = clientOf(store, { now: () => '2026-02-04T12:00:00.000Z' });
  depositary.answers.set('/IV-5', serves('', {}, 403));
  await watch({ now: true });
  const { status, byPersonSince, failure, url } = (await client.get('/v1/watch')).json.data[0];
  expect({ status, byPersonSince, url }).toEqual({
    status: 'by-person',
    byPersonSince: '2022-12-31',
    url: `${depositary.url}/IV-5`,
  });
  expect(failure.why).toMatch(/403/);
  expect((await look())?.dueAt).toMatch(/^2026-02-05/);
});
