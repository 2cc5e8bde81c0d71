import * as z from 'zod';
import { route } from '../http/route.ts';
import { unpack } from '../openapi/packed.ts';

const tag = 'Service';

const Entry = z.lazy(() =>
  z
    .object({
      name: z.string(),
      about: z.string(),
      version: z.string(),
      links: z.record(z.string(), z.string()).describe('Addresses; some are URI templates (RFC 6570).'),
    })
    .meta({ id: 'Entry' }),
);

export const serviceRoutes = [
  route(
    {
      method: 'GET',
      path: '/',
      operationId: 'getEntry',
      tag,
      scope: null,
      answers: {
        200: { schema: Entry },
        303: {},
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
      const body = { ...unpack().entry, version: deps.version };
      return { status: 200, body, headers };
    },
  ),

  route(
    {
      method: 'GET',
      path: '/openapi.json',
      operationId: 'getOpenApi',
      tag,
      scope: null,
      answers: { 200: { schema: z.looseObject({ openapi: z.string() }) } },
    },
    () => ({ status: 200, text: unpack().openapi }),
  ),

  route(
    {
      method: 'GET',
      path: '/docs',
      operationId: 'getDocs',
      tag,
      scope: null,
      answers: {
        200: { schema: z.string(), contentType: 'text/html; charset=utf-8' },
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
      scope: null,
      answers: {
        200: {
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
