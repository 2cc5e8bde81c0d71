import createClient from 'openapi-fetch';
import type { components, paths } from './schema.ts';

const { TRACKER_URL = '', TRACKER_KEY = '' } = process.env;
const client = createClient<paths>({
  baseUrl: TRACKER_URL,
  querySerializer: { array: { style: 'form', explode: false } },
});
const headers = { authorization: `Bearer ${TRACKER_KEY}` };
const path = { state: 'CHN', instrument: 'iccpr' };

const table = await client.GET('/v1/states/{state}/participations', {
  params: { path: { state: 'CHN' }, query: { status: ['party', 'signatory'], asOf: '2026-01-01' } },
});
const parties: components['schemas']['Participation'][] = table.data?.data ?? [];
if (parties.length < 5) throw new Error(`${parties.length} participations`);

const action: components['schemas']['NewAction'] = {
  kind: 'communication',
  doneOn: '2026-01-01',
  text: 'From TypeScript',
  sources: [{ title: 'Press', url: 'https://example.org/', seenOn: '2026-01-01', tier: 'secondary' }],
};
const place = '/v1/states/{state}/participations/{instrument}/actions';
const made = await client.POST(place, { params: { path }, headers, body: action });
const sequence = made.data?.sequences[0];
if (made.response.status !== 201 || sequence === undefined) throw new Error(JSON.stringify(made.error));

let found: string | undefined;
let after: string | null | undefined = '0';
while (after != null) {
  const page: { data?: components['schemas']['Feed'] } = await client.GET('/v1/changes', {
    params: { query: { after, limit: 1000, types: ['treaty.action.recorded'] } },
  });
  for (const change of page.data?.data ?? [])
    if (change.type === 'treaty.action.recorded' && change.sequence === sequence)
      found = change.data.action?.text;
  after = page.data?.next;
}
if (found !== 'From TypeScript') throw new Error(`the feed says ${found}`);

const refused = await client.POST(place, { params: { path }, headers, body: action });
if (refused.error?.type !== '/problems/already-recorded') throw new Error(JSON.stringify(refused.error));
