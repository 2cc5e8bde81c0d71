import type { Server } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import type { Route } from '../../functions/api/http/route.ts';
import { routes } from '../../functions/api/routes.ts';
import { Scope } from '../../functions/core/api-key.ts';
import { aProtocol, observe } from '../support/depositary/observing.ts';
import { statusPage } from '../support/depositary/status-page.ts';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';
import { anInstrument, aSource, citation } from '../support/record-fixture.ts';
import { type Ask, agreeable, aSubscription, asker, keyOf } from './target.ts';

export let laptop: TestLaptop;
let receiver: Server;
let url = '';
/** An existing id for each name in a path. */
export const there: Record<string, string> = {
  state: 'CHN',
  instrument: 'iccpr',
  source: 'ohchr-2019-04-29',
  sequence: '1',
  type: 'treaty.status.changed',
  problem: 'not-found',
};
export const lapsed: Record<string, string> = {};
export let before: unknown;

beforeAll(async () => {
  laptop = await aLaptop();
  ({ server: receiver, url } = await agreeable());
  const { actions } = (await (await fetch(`${laptop.url}/v1/states/CHN/participations/iccpr`)).json()) as {
    actions: { id: string }[];
  };
  there.action = actions[0]?.id ?? '';
  there.proposal = await aProposal();
  there.subscription = await aSubscription(laptop, url);
  const rows = await Array.fromAsync(laptop.store.deliveries.list(there.subscription, {}));
  there.delivery = rows[0]?.key ?? '';
  const revoked = await keyOf(laptop, 'laptop', Scope.options);
  await laptop.store.keys.revoke(revoked.key.id, { now: new Date().toISOString(), by: 'test' });
  const expired = await keyOf(laptop, 'laptop', Scope.options, '2020-01-01T00:00:00.000Z');
  Object.assign(lapsed, { revoked: revoked.text, expired: expired.text });
  before = await onRecord();
}, 60_000);
afterAll(() => receiver?.close());

/** A document of a protocol outside the seeds, with an act that nobody has recorded. */
async function aProposal(): Promise<string> {
  const now = new Date().toISOString();
  const writing = { now: () => now, by: 'test', ifVersion: 0 };
  await laptop.store.cataloguing.putInstrument('lists', aProtocol('XXVIII-9'), writing);
  await observe(laptop.store, statusPage({ chapter: 'XXVIII', number: '9.' }), now);
  return (await laptop.store.proposals.open())[0]?.id ?? '';
}

export const onRecord = async () => ({
  head: await laptop.store.record.head(),
  subscriptions: await laptop.store.subscriptions.list('laptop'),
  deliveries: await Array.fromAsync(laptop.store.deliveries.list(there.subscription ?? '', {})),
});

const own = async () => (await keyOf(laptop, 'laptop', Scope.options)).text;
export const placeOf = (path: string, over: Record<string, string> = {}) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name) => over[name] ?? there[name] ?? '');

/** Asks with one key for all, within what a key may write at once: making one reads all of its owner's. */
export async function askerFor(route: Route) {
  const key = route.scope && (await own());
  return asker(laptop.port, async () => key ?? '');
}

/** Asks one route many things. */
export async function asked(route: Route) {
  const ask = await askerFor(route);
  const path = placeOf(route.path);
  const query = ['getConfirmPage', 'confirmSubscription'].includes(route.operationId) ? '?token=x' : '';
  return (more: Ask = {}) => ask(route, path, { ...more, query: more.query ?? query });
}

const act = { kind: 'communication', doneOn: '2026-11-01', text: 'x', sources: [citation] };
const look = { on: '2022-12-31', source: citation };

/** A valid body for each route. */
export const bodies: Record<string, Record<string, unknown>> = {
  recordAction: act,
  correctAction: { correction: 'retraction', reason: 'no' },
  recordChecks: { checks: [look] },
  acceptProposal: {},
  rejectProposal: { reason: 'no' },
  putInstrument: anInstrument(),
  putSource: aSource(),
  createSubscription: { url: 'http://127.0.0.1:9/', filter: {} },
  changeSubscription: { description: 'x' },
  rotateSecret: {},
  rotateSecretAtOnce: {},
  previewFilter: { filter: {} },
  replay: { afterSequence: 0, only: 'failed' },
};

export const withBody = routes.filter(({ body }) => body);
export const bodyOf = ({ operationId }: Route) => JSON.stringify(bodies[operationId]);
export const named = (table: readonly Route[]) =>
  table.map((route) => [`${route.method} ${route.path}`, route] as const);
