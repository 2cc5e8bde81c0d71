import { existsSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { route } from '../route.ts';

const tag = 'Service';

const Packed = z.object({ openapi: z.string(), docs: z.string(), styleHash: z.string() });

let unpacked: z.infer<typeof Packed> | undefined;

/** Beside the bundle, or where it is generated. */
const places = ['./packed.json', '../openapi/packed.json'].map((path) => new URL(path, import.meta.url));

/** A file of its own and compressed: the function's size is what its cold start waits for. */
const unpack = () => {
  unpacked ??= Packed.parse(JSON.parse(brotliDecompressSync(readPacked()).toString()));
  return unpacked;
};

function readPacked(): Buffer {
  const place = places.find(existsSync);
  if (!place) throw new Error('packed.json is missing: npm run openapi');
  const { brotli } = z.object({ brotli: z.string() }).parse(JSON.parse(readFileSync(place, 'utf8')));
  return Buffer.from(brotli, 'base64');
}

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
