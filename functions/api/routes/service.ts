import * as z from 'zod';
import { unpack } from '../packed.ts';
import { route } from '../route.ts';

const tag = 'Service';

const about =
  'Which human rights treaties a State has signed, ratified, acceded to or left, since when, and how we know.';

const links = {
  description: '/openapi.json',
  documentation: '/docs',
  instruments: '/v1/instruments',
  states: '/v1/states',
  statusTable: '/v1/states/{state}/participations{?asOf,knownAt,status,depositary,urgedBy,territory}',
  record: '/v1/states/{state}/participations/{instrument}{?asOf,knownAt}',
  progress: '/v1/states/{state}/progress{?source,asOf,knownAt}',
  sources: '/v1/sources',
  calendar: '/v1/calendar{?from,to}',
  feed: '/v1/changes{?after,limit,types,state,instrument}',
  subscriptions: '/v1/subscriptions',
  eventTypes: '/v1/event-types',
  problems: '/problems',
  health: '/health',
} as const;

const Entry = z
  .object({
    name: z.string(),
    about: z.string(),
    version: z.string(),
    links: z.record(z.string(), z.string()).describe('Addresses; some are URI templates (RFC 6570).'),
  })
  .meta({ id: 'Entry' });

export const serviceRoutes = [
  route(
    {
      method: 'GET',
      path: '/',
      operationId: 'getEntry',
      tag,
      summary: 'Where to begin',
      description: 'A browser, which asks for HTML, is sent to `/docs`.',
      scope: null,
      answers: {
        200: { description: 'What there is, and where.', schema: Entry },
        303: { description: 'To `/docs`.' },
      },
    },
    ({ deps, header }) => {
      const headers = {
        'cache-control': 'no-cache',
        vary: 'accept',
        link: '</openapi.json>; rel="service-desc", </docs>; rel="service-doc"',
      };
      if (/\btext\/html\b/.test(header('accept') ?? ''))
        return { status: 303, headers: { ...headers, location: '/docs' } };
      const body = { name: 'Treaty Ratification Tracker', about, version: deps.version, links };
      return { status: 200, body, headers };
    },
  ),

  route(
    {
      method: 'GET',
      path: '/openapi.json',
      operationId: 'getOpenApi',
      tag,
      summary: 'This description, as OpenAPI 3.1',
      scope: null,
      answers: { 200: { description: 'The document.', schema: z.looseObject({ openapi: z.string() }) } },
    },
    () => ({ status: 200, text: unpack().openapi }),
  ),

  route(
    {
      method: 'GET',
      path: '/docs',
      operationId: 'getDocs',
      tag,
      summary: 'This description, as a page',
      scope: null,
      answers: {
        200: { description: 'One page.', schema: z.string(), contentType: 'text/html; charset=utf-8' },
      },
    },
    () => {
      const { docs, styleHash } = unpack();
      const policy = `default-src 'none'; style-src '${styleHash}'; frame-ancestors 'none'`;
      return { status: 200, text: docs, headers: { 'content-security-policy': policy } };
    },
  ),

  route(
    {
      method: 'GET',
      path: '/health',
      operationId: 'getHealth',
      tag,
      summary: 'Whether the record can be read, the version that runs, and the head of the feed',
      scope: null,
      answers: {
        200: {
          description: 'It can.',
          schema: z.object({ status: z.literal('ok'), version: z.string(), sequence: z.number().int() }),
        },
      },
      refusals: ['unavailable'],
    },
    async ({ deps }) => {
      const { sequence } = await deps.store.record.head();
      const body = { status: 'ok' as const, version: deps.version, sequence };
      return { status: 200, body, headers: { 'cache-control': 'no-store' } };
    },
  ),
];
