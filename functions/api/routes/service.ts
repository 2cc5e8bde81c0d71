import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import { linkTo } from '../../lib/http/base-path.ts';
import { route } from '../http/route.ts';

const tag = 'Service';

const LinkEntry = z.lazy(() =>
  z
    .object({
      name: z.string(),
      about: z.string(),
      version: z.string(),
      links: z.record(z.string(), z.string()).describe('Addresses; some are URI templates (RFC 6570).'),
    })
    .meta({ id: 'Entry' }),
);

const LoadingHealth = z
  .object({
    done: z.number().int(),
    of: z.number().int(),
    failed: z.literal(true).optional().describe('The load has ended there; the next start goes on.'),
  })
  .describe('How far a load of the seeds has come, so that acts are missing; absent once all are there.');

/** Allows only our own files, and the inline pictures in Swagger UI's styles. */
const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Milliseconds that a health answer may take, because clients that ask every few seconds wait two at most.
 */
const patience = 1800;

const inTime = <T>(answer: Promise<T>): Promise<T | null> =>
  Promise.race([answer, sleep(patience, null, { ref: false })]);

export const serviceRoutes = [
  route(
    {
      method: 'GET',
      path: '/',
      operationId: 'getEntry',
      tag,
      scope: null,
      ignoresQuery: true,
      answers: {
        200: { schema: LinkEntry },
        303: {},
      },
    },
    async (c) => {
      const headers = {
        'cache-control': 'no-cache',
        vary: 'accept',
        link: '</openapi.json>; rel="service-desc", </docs>; rel="service-doc"',
      };
      if (/\btext\/html\b/.test(c.req.header('accept') ?? ''))
        return c.body(null, 303, { ...headers, location: '/docs' });
      const { publicUrl, version } = c.var.deps;
      const { links, ...entry } = (await c.var.deps.texts()).entry;
      const reached = Object.entries(links).map(([name, path]) => [name, linkTo(publicUrl, path)] as const);
      return c.json({ ...entry, links: Object.fromEntries(reached), version }, 200, headers);
    },
  ),

  route(
    {
      method: 'GET',
      path: '/openapi.json',
      operationId: 'getOpenApi',
      tag,
      scope: null,
      ignoresQuery: true,
      answers: { 200: { schema: z.looseObject({ openapi: z.string() }) } },
    },
    async (c) => {
      const server = JSON.stringify(linkTo(c.var.deps.publicUrl, '/'));
      return c.body(
        (await c.var.deps.texts()).openapi.replace('"servers":[{"url":"/"', `"servers":[{"url":${server}`),
        200,
      );
    },
  ),

  route(
    {
      method: 'GET',
      path: '/docs',
      operationId: 'getDocs',
      tag,
      scope: null,
      ignoresQuery: true,
      answers: {
        200: { schema: z.string(), contentType: 'text/html; charset=utf-8' },
      },
    },
    async (c) => c.html((await c.var.deps.texts()).docs, 200, { 'content-security-policy': docsPolicy }),
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
          schema: z.object({
            status: z.literal('ok'),
            version: z.string(),
            sequence: z.number().int(),
            loading: LoadingHealth.optional(),
          }),
        },
      },
      refusals: ['unavailable'],
    },
    async (c) => {
      const { store, version, loading, findTrouble } = c.var.deps;
      const [head, trouble] = await Promise.all([inTime(store.record.head()), findTrouble?.()]);
      if (trouble || !head) throw new DomainError('unavailable', trouble || 'The database does not answer.');
      const { sequence } = head;
      const under = loading?.();
      const body = { status: 'ok' as const, version, sequence, ...(under && { loading: under }) };
      return c.json(body, 200, { 'cache-control': 'no-store' });
    },
  ),
];
