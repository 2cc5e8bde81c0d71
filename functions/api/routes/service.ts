import * as z from 'zod';
import { commonHeaders } from '../answer.ts';
import { docsPage } from '../openapi/docs.ts';
import document from '../openapi.json' with { type: 'json' };
import { route, textOf } from '../route.ts';

const tag = 'Service';

let documentText: string | undefined;
let page: ReturnType<typeof docsPage> | undefined;

export const serviceRoutes = [
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
    () => {
      documentText ??= textOf(document);
      return { status: 200, text: documentText };
    },
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
      page ??= docsPage(document);
      const policy = `default-src 'none'; style-src '${page.styleHash}'; frame-ancestors 'none'`;
      return {
        status: 200,
        text: page.html,
        headers: { ...commonHeaders, 'content-security-policy': policy },
      };
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
