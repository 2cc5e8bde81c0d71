import type { APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import { answering, type Bindings, type HttpFunction } from '../../lib/http/answering.ts';
import { requireBodyWithin } from '../../lib/http/event.ts';
import { jsonType, publicCaching } from '../../lib/http/headers.ts';
import { listsMethods, missingAt, type Routed, routedAt } from '../../lib/http/methods.ts';
import { common } from '../../lib/http/middleware/common.ts';
import { readableAnywhere } from '../../lib/http/middleware/cross-origin.ts';
import { saysIfIncomplete } from '../../lib/http/middleware/incomplete.ts';
import { moved, withoutSlash } from '../../lib/http/middleware/moved.ts';
import { largestRequestBody, takeNoBodyToRead } from '../../lib/http/middleware/no-body.ts';
import { refusing } from '../../lib/http/problem.ts';
import { createSharing, type Sharing } from '../../lib/http/sharing/sharing.ts';
import { stampOf } from '../../store/record/head.ts';
import { accessOf, type ReadDeps } from '../deps.ts';
import { inOneForm } from './one-form.ts';
import { paramsOf, parseQuery, queryOf, takeNoBody } from './request.ts';
import { honoPath, type Route, type Variables } from './route.ts';
import { meantBy, respelt } from './spelling.ts';

type Env = { Bindings: Bindings; Variables: Variables };

/** A table of routes as a function. */
export type ApiApp = {
  /** Answers events of an HTTP API (payload format 2.0). */
  answer: HttpFunction;
  /** The route that answers a question at a path, if there is one. */
  routeAt: (path: string) => Route | undefined;
};

export function answerBy(deps: ReadDeps, table: readonly Route[]): ApiApp {
  const { store, now, version, log } = deps;
  const stamp = async () => stampOf(await store.record.head());
  const sharing = createSharing(deps.clientLimit);
  const app = createApp(deps, table, sharing);
  const routeAt = questionsOf(app, table);
  const isCostly = ({ rawPath, rawQueryString }: Event): boolean =>
    /(?:^|&)knownAt=/.test(rawQueryString) || routeAt(rawPath)?.isOfEveryone === true;
  const answer = answering({
    app,
    stamp,
    now,
    version,
    refused: refusing(log),
    isTooMuch: (event) => sharing.isFull() && isCostly(event),
    inOneForm: (event) => inOneForm(event, routeAt),
  });
  return { answer, routeAt };
}

/** Finds the route of a question with the app's own router. */
function questionsOf(app: Routed, table: readonly Route[]): ApiApp['routeAt'] {
  const questions = table.filter(({ method }) => method === 'GET');
  const byPath = new Map(questions.map((route) => [honoPath(route.path), route]));
  return (path) => byPath.get(routedAt(app, 'GET', path) ?? '');
}

/** The Hono app of a table of routes; it answers every error as a problem. */
export function createApp(
  deps: ReadDeps,
  table: readonly Route[],
  sharing = createSharing(deps.clientLimit),
): Hono<Env> {
  const app = new Hono<Env>();
  const refuse = refusing(deps.log);
  app.use(saysIfIncomplete(deps.loading), common, withoutSlash(app), listsMethods(app), takeNoBodyToRead);
  for (const { path } of table.filter(isPublic)) app.use(honoPath(path), readableAnywhere);
  for (const route of table)
    app.on(route.method, honoPath(route.path), (c) => answer({ deps, sharing, route }, c));
  app.use(
    '/docs/assets/:hash/:name',
    async (c, next) => (await import('../assets.ts')).servedAt(c.req.path) ?? next(),
  );
  app.options('*', (c) => c.body(null, 204));
  app.notFound((c) => {
    const meant = meantBy(table, c.req.path);
    if (meant && c.req.method === 'GET') return moved(c, meant);
    return refuse(missingAt(app, c.req.path, c.req.method));
  });
  app.onError(refuse);
  return app;
}

const isPublic = ({ method, scope }: Route): boolean => method === 'GET' && scope === null;

/**
 * Handles one request: checks the key, parses by the route's description, calls the handler, completes the
 * headers.
 */
async function answer(
  { deps, sharing, route }: { deps: ReadDeps; sharing: Sharing; route: Route },
  c: Context<Env>,
): Promise<Response> {
  const spelt = respelt(route, c.req.param());
  if (spelt && route.method === 'GET') return moved(c, spelt);
  requireBodyWithin(route.largestBody ?? largestRequestBody, c.env.event);
  await admit(deps, route, c);
  await validate(route, c);
  const response = await inTurn(sharing, route, c, () => handled(deps, route, c));
  const { headers } = response;
  if (response.body) headers.set('content-type', route.answers[response.status]?.contentType ?? jsonType);
  const isRemembered = isPublic(route) && c.req.header('authorization') === undefined;
  if (!headers.has('cache-control')) headers.set('cache-control', isRemembered ? publicCaching : 'no-store');
  return response;
}

const usualCost = 2;
/** Read units that a question about earlier knowledge costs besides, because it may read every version. */
const costOfThePast = 5;

function inTurn<T>(sharing: Sharing, route: Route, c: Context<Env>, answer: () => Promise<T> | T) {
  if (!route.reads) return answer();
  const { sourceIp: from } = c.env.event.requestContext.http;
  const isOfThePast = c.var.given.knownAt !== undefined;
  const cost = (route.cost ?? usualCost) + (isOfThePast ? costOfThePast : 0);
  const question = { from, now: c.var.now, cost, isCostly: isOfThePast || route.isOfEveryone === true };
  return sharing.answer(question, answer);
}

async function admit(deps: ReadDeps, { scope, method }: Route, c: Context<Env>): Promise<void> {
  const now = deps.now();
  const caller = scope && (await accessOf(deps).admit(c.req.header('authorization'), scope, now));
  if (caller) accessOf(deps)[method === 'GET' ? 'limitReads' : 'limit'](caller, now);
  c.set('deps', deps);
  c.set('now', now);
  c.set('caller', caller);
}

async function validate(route: Route, c: Context<Env>): Promise<void> {
  const given = route.ignoresQuery ? {} : parseQuery(new URL(c.req.url).search.slice(1));
  c.set('given', given);
  c.req.addValidatedData('param', paramsOf(route, c.req.param()));
  c.req.addValidatedData('query', queryOf(route, given));
  if (route.body) c.req.addValidatedData('json', await route.body.read(c.req));
  else await takeNoBody(c.req);
}

function handled({ store }: ReadDeps, route: Route, c: Context<Env>): Promise<Response> | Response {
  switch (route.reads) {
    case 'record':
      return store.record.read((snapshot) => {
        c.env.onRead(stampOf(snapshot.head));
        return route.handle(c, snapshot);
      });
    case 'feed':
      return store.record.head().then((head) => {
        c.env.onRead(stampOf(head));
        return route.handle(c, head);
      });
    default:
      return route.handle(c);
  }
}
