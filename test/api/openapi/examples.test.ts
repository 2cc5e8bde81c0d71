import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Examples } from '../../../functions/api/openapi/parameter-examples.ts';
import { bearer, clientOf } from '../../support/api.ts';
import { observe, withProtocol } from '../../support/depositary/observing.ts';
import { statusPage } from '../../support/depositary/status-page.ts';
import { freshTable } from '../../support/engine/table.ts';
import { anAction, anInstrument, aSource, citation, withRecord } from '../../support/record-fixture.ts';

const under = '/v1/states/CHN/participations/ilo-c029';

type Asked = {
  as: string;
  method?: string;
  target: string;
  sent?: unknown;
  headers?: Record<string, string>;
};

/** Asked in this order, because the acts come first and later answers then have something to show. */
const asked: Asked[] = [
  { as: 'recordAction', method: 'POST', target: `${under}/actions`, sent: anAction() },
  {
    as: 'recordChecks',
    method: 'POST',
    target: `${under}/checks`,
    sent: { on: '2023-01-01', source: { ...citation, seenOn: '2023-01-01' } },
  },
  { as: 'listInstruments', target: '/v1/instruments?limit=1' },
  { as: 'getInstrument', target: '/v1/instruments/ilo-c029' },
  { as: 'listParticipationsUnder', target: '/v1/instruments/ilo-c029/participations?limit=1' },
  { as: 'listReadings', target: '/v1/instruments/ilo-c029/readings?limit=1' },
  { as: 'listStates', target: '/v1/states?limit=1' },
  { as: 'getState', target: '/v1/states/CHN' },
  {
    as: 'listParticipations',
    target: '/v1/states/CHN/participations?status=contracting-state,party&limit=1',
  },
  { as: 'getParticipation', target: under },
  {
    as: 'listActions',
    target: '/v1/states/CHN/actions?doneFrom=2015-01-01&doneTo=2024-12-31&kind=ratification',
  },
  { as: 'getAction', target: `${under}/actions/{action}` },
  { as: 'getProgress', target: '/v1/states/CHN/progress?source=ohchr-2019-04-29' },
  { as: 'listSources', target: '/v1/sources?limit=1' },
  { as: 'getSource', target: '/v1/sources/ohchr-2019-04-29' },
  { as: 'listChanges', target: '/v1/changes?after=2&limit=1' },
  { as: 'getChange', target: '/v1/changes/4' },
  { as: 'getCalendar', target: '/v1/calendar' },
  { as: 'getEntry', target: '/' },
  { as: 'getProblem', target: '/problems/act-not-open' },
  { as: 'getHealth', target: '/health' },
  {
    as: 'correctAction/amendment',
    method: 'POST',
    target: `${under}/actions/{action}/corrections`,
    sent: {
      correction: 'amendment',
      reason: 'The depositary has registered it a day later.',
      changes: { doneOn: '2022-08-13' },
    },
  },
  {
    as: 'correctAction/retraction',
    method: 'POST',
    target: `${under}/actions/{action}/corrections`,
    sent: { correction: 'retraction', reason: 'Recorded under the wrong instrument.' },
  },
  {
    as: 'putInstrument',
    method: 'PUT',
    target: '/v1/instruments/ilo-c029',
    sent: anInstrument({ shortNames: ['C029', 'Forced Labour Convention'] }),
    headers: { 'if-match': '*' },
  },
  {
    as: 'putSource',
    method: 'PUT',
    target: '/v1/sources/ohchr-2019-04-29',
    sent: aSource({ title: 'Letter of the High Commissioner for Human Rights to China' }),
    headers: { 'if-match': '*' },
  },
];

const reading = {
  statusAsAt: '2022-12-31',
  source: citation,
  printed: { parties: 181 },
  rows: 181,
};

/** Numbers ids in the examples, because real ones are random. */
function numbered(text: string): string {
  const seen = new Map<string, string>();
  return text.replaceAll(/act_[0-9A-HJKMNP-TV-Z]{26}/g, (id) => {
    const number = seen.get(id) ?? `act_01GNQ3T0G0${String(seen.size + 1).padStart(16, '0')}`;
    seen.set(id, number);
    return number;
  });
}

/** Proposals from a document that shows what the record lacks. */
async function proposalsObserved(): Promise<Examples> {
  const store = await withProtocol(await freshTable());
  await observe(store, statusPage(), '2026-02-04T10:00:00.000Z');
  const client = clientOf(store, { now: () => '2026-02-04T12:00:00.000Z', version: '0.1.0' });
  const listed = await client.get('/v1/proposals?limit=1');
  const target = `/v1/proposals/${listed.json.data[0].id}`;
  return {
    listProposals: { target: '/v1/proposals?limit=1', status: 200, answer: listed.json },
    getProposal: { target, status: 200, answer: (await client.get(target)).json },
  };
}

const file = new URL('../../../functions/api/openapi/examples.json', import.meta.url);

/** UPDATE_EXAMPLES=1 writes them anew; `npm run openapi` then puts them into the document. */
test('the examples of the OpenAPI document are answers of the live API', async () => {
  const store = await withRecord(await freshTable());
  const client = clientOf(store, { version: '0.1.0' });
  const key = await bearer(store);
  await store.readings.record([{ instrument: 'ilo-c029', reading }], {
    now: () => '2023-01-01T12:00:00.000Z',
    by: 'fixture',
  });
  const examples: Examples = {};
  let action = '';
  for (const { as, method = 'GET', target, sent, headers } of asked) {
    const place = target.replace('{action}', action);
    const auth = method === 'GET' ? {} : { ...key, ...headers };
    const { status, json } = await client.ask(method, place, { body: sent, headers: auth });
    if (as === 'recordAction') action = json.action.id;
    expect(status, as).toBeLessThan(300);
    examples[as] = { target: place, ...(sent !== undefined && { sent }), status, answer: json };
  }
  Object.assign(examples, await proposalsObserved());
  const live = numbered(JSON.stringify(examples));
  if (process.env.UPDATE_EXAMPLES) await writeFile(file, live);
  expect(JSON.parse(live)).toEqual(JSON.parse(await readFile(file, 'utf8')));
});
