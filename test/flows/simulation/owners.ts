import type { Filter } from '../../../functions/core/webhook/filter.ts';
import type { Subscription } from '../../../functions/core/webhook/subscription.ts';
import type { Instances } from './instances.ts';
import { type Request, requestEvent } from './judging/events.ts';
import { latest } from './judging/journal.ts';
import type { Invocation } from './steps.ts';
import type { World } from './world.ts';

export type Answer = { status: number; json: Record<string, unknown> };

const filters: Filter[] = [
  {},
  { states: ['CHN'] },
  { states: ['FRA'] },
  { types: ['treaty.*'] },
  { types: ['instrument.added', 'dataset.imported'] },
  { states: ['CHN'], actionKinds: ['ratification'] },
];

const mostSubscriptions = 6;

export const idsIn = ({ journal }: World): string[] =>
  journal.ids().filter((id) => latest(journal.subscription(id)));

/** Makes a URL that is never used twice, so that each POST can be told apart. */
const anUrl = ({ receivers, count }: World): string => receivers.urlOf(`r${count()}`);

type Wanting = (world: World, of: Subscription) => Request | null;

const at = ({ id }: Subscription, rest = ''): string => `/v1/subscriptions/${id}${rest}`;

/** What an owner may do, with its frequency. */
const deeds: [often: number, deed: Wanting][] = [
  [6, ({ chance }, of) => ({ method: 'PATCH', target: at(of), body: { filter: chance.pick(filters) } })],
  [8, move],
  [3, (_, of) => ({ method: 'PATCH', target: at(of), body: { status: 'paused' } })],
  [4, (_, of) => ({ method: 'PATCH', target: at(of), body: { status: 'active' } })],
  [6, (_, of) => ({ method: 'POST', target: at(of, '/enable') })],
  [6, (_, of) => (of.status === 'pending' ? { method: 'POST', target: at(of, '/verify') } : null)],
  [3, (_, of) => ({ method: 'POST', target: at(of, '/secret/rotate'), body: { overlapHours: 1 } })],
  [2, (_, of) => ({ method: 'POST', target: at(of, '/test') })],
  [6, resend],
  [5, replay],
  [2, (_, of) => ({ method: 'DELETE', target: at(of) })],
  [2, (_, of) => ({ method: 'GET', target: at(of) })],
  [5, () => ({ method: 'GET', target: '/v1/subscriptions' })],
  [2, (_, of) => ({ method: 'GET', target: `/v1/changes?subscription=${of.id}&after=0` })],
  [3, confirm],
];

const urn = deeds.flatMap(([often, deed]) => Array.from({ length: often }, () => deed));

function move(world: World, of: Subscription): Request {
  return { method: 'PATCH', target: at(of), body: { url: anUrl(world) } };
}

function resend({ chance, journal }: World, of: Subscription): Request | null {
  const settled = journal.rowsOf(of.id).flatMap((images) => latest(images) ?? []);
  const row = settled.filter(({ status }) => status !== 'pending');
  return row.length ? { method: 'POST', target: at(of, `/deliveries/${chance.pick(row).key}/resend`) } : null;
}

function replay({ chance, journal }: World, of: Subscription): Request {
  const only = chance.pick(['failed', 'missing', 'undelivered', 'all']);
  const from = chance.in(0.7)
    ? { afterSequence: chance.below(journal.changes.size + 1) }
    : { since: '2026-11-24T00:00:00.000Z' };
  return { method: 'POST', target: at(of, '/replay'), body: { ...from, only } };
}

/** Opens the confirmation link that its URL was sent, and confirms. */
function confirm({ history, chance }: World, { id }: Subscription): Request | null {
  const links = history.links.filter(({ subscription }) => subscription === id);
  if (links.length === 0) return null;
  const { confirmUrl, url } = chance.pick(links);
  history.proved.add(`${id} ${url}`);
  const { pathname, search } = new URL(confirmUrl);
  return { method: 'POST', target: `${pathname}${search}` };
}

/** An owner's next request; a new subscription if there are few. */
export function wishOf(world: World): Request {
  const { chance, journal, wish } = world;
  const ids = idsIn(world);
  if (ids.length < mostSubscriptions && chance.in(0.5)) return subscribing(world);
  const of = ids.length ? latest(journal.subscription(chance.pick(ids))) : undefined;
  return (of && (wish.isMoving ? move : chance.pick(urn))(world, of)) || subscribing(world);
}

export const subscribing = (world: World): Request => ({
  method: 'POST',
  target: '/v1/subscriptions',
  body: { url: anUrl(world), filter: world.chance.pick(filters) },
});

/** A request as an invocation of the API, with its outcome; a 5xx without a fault is a violation. */
export const asking = (
  world: World,
  instances: Instances,
  request: Request,
  tell: (answer: Answer) => void = () => {},
): Invocation => ({
  name: 'api',
  invoke: (run) =>
    instances(run, async ({ api }) => {
      world.history.deeds.push({ run, ...request });
      const isPublic = request.target.includes('/confirm');
      const headers = isPublic ? {} : { authorization: `Bearer ${world.key}` };
      const answered = await api(requestEvent(request, headers));
      const status = answered.statusCode ?? 0;
      if (status >= 500 && run.struck === 0)
        world.history.violations.push(
          `${request.method} ${request.target} is answered ${status}: ${answered.body}`,
        );
      const isJson = String(answered.headers?.['content-type']).includes('json');
      const json = isJson && answered.body ? JSON.parse(answered.body) : {};
      if (json.secret) world.history.secrets.add(json.secret);
      if (!run.crashed) tell({ status, json });
    }),
});
