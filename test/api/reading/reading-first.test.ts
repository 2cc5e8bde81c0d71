import { expect, test } from 'vitest';
import { answerBy } from '../../../functions/api/http/app.ts';
import { readingFirst } from '../../../functions/api/reading-first.ts';
import { readings } from '../../../functions/api/readings.ts';
import type { HttpFunction } from '../../../functions/lib/http/answering.ts';
import { createLog } from '../../../functions/lib/log.ts';
import { createReader } from '../../../functions/store/record/reader.ts';
import { clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { eventOf } from '../../support/event.ts';
import { publicUrl, withRecord } from '../../support/record-fixture.ts';

const says =
  (what: string): HttpFunction =>
  async () => ({ statusCode: 200, headers: {}, body: what });

const table = await freshTable();
const reading = createReader({ client: table.client, table: table.name });
const now = () => '2023-01-02T00:00:00.000Z';
const deps = { store: reading, now, log: createLog({ write: () => {} }), publicUrl, version: '0.0.0-test' };
const alone = answerBy(deps, readings);

const counted = () => {
  let loads = 0;
  const load = async (): Promise<HttpFunction> => {
    loads += 1;
    if (loads === 1) throw new Error('the disk is busy');
    return says('whole');
  };
  return { load, loads: () => loads };
};

test.each([
  ['GET', '/v1/states', {}, 'reading'],
  ['GET', '/v1/changes?after=0', {}, 'reading'],
  ['GET', '/v1/changes', { headers: { authorization: 'Bearer trt_' } }, 'whole'],
  ['GET', '/v1/calendar', {}, 'whole'],
  ['HEAD', '/v1/states/CHN/participations', {}, 'reading'],
  ['GET', '/v1/instruments/iccpr', { headers: { 'if-none-match': '"x"' } }, 'reading'],
  ['GET', '/v1/states', { headers: { authorization: 'Bearer trt_' } }, 'whole'],
  ['PUT', '/v1/instruments/iccpr', { body: {} }, 'whole'],
  ['GET', '/v1/states', { raw: '{}' }, 'whole'],
  ['OPTIONS', '/v1/states', {}, 'whole'],
  ['TRACE', '/v1/states', {}, 'whole'],
  ['GET', '/v1/subscriptions', {}, 'whole'],
  ['GET', '/v1/nothing', {}, 'whole'],
  ['GET', '/docs', {}, 'whole'],
])('%s %s with %j is answered by the %s API', async (method, target, asked, by) => {
  const { load, loads } = counted();
  await load().catch(() => undefined);
  const api = readingFirst({ ...alone, answer: says('reading') }, load);
  const answers = await Promise.all([1, 2].map(() => api(eventOf(method, target, asked))));
  expect(answers.map(({ body }) => body)).toEqual([by, by]);
  expect(loads()).toBe(by === 'whole' ? 2 : 1);
});

test('the rest is loaded anew after it could not be', async () => {
  const { load } = counted();
  const api = readingFirst({ ...alone, answer: says('reading') }, load);
  await expect(api(eventOf('GET', '/docs'))).rejects.toThrow('the disk is busy');
  expect((await api(eventOf('GET', '/docs'))).body).toBe('whole');
});

test('what anyone may ask is answered as by the whole API, refusals included', async () => {
  const whole = clientOf(await withRecord(table));
  const targets = readings.flatMap(({ path }) => {
    const there = path
      .replace('{state}', 'CHN')
      .replace('{instrument}', 'ilo-c029')
      .replace('{source}', 'ohchr-2019-04-29')
      .replace('{sequence}', '1');
    return [there, `${there}?surprise=1`, there.replace(/CHN|c029/, 'zz'), `${there}?asOf=2019-04-29`];
  });
  const owed = '/v1/changes?subscription=sub_01ARZ3NDEKTSV4RRFFQ69G5FAV';
  for (const target of [...targets, owed]) {
    const { statusCode, headers, body } = await alone.answer(eventOf('GET', target));
    const expected = await whole.get(target);
    expect({ target, status: statusCode, headers, text: body }).toEqual({
      target,
      status: expected.status,
      headers: expected.headers,
      text: expected.text,
    });
  }
});
