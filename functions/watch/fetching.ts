import { lookup as resolve } from 'node:dns';
import {
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { AddressPolicy } from '../core/webhook/guard/address-policy.ts';

export type Fetching = {
  policy: AddressPolicy;
  /** Sent as `User-Agent`. */
  agent: string;
  /** Further certificate authorities to trust, in PEM. */
  ca?: string;
  limits?: Limits;
};

type Limits = { milliseconds: number; bytes: number; redirects: number };
export const documentLimits: Limits = { milliseconds: 30_000, bytes: 20 * 1024 * 1024, redirects: 3 };

/** The outcome of asking for a document. */
export type Fetched =
  | { kind: 'document'; bytes: Uint8Array; etag: string | null; lastModified: string | null }
  | { kind: 'unchanged' }
  | { kind: 'missing'; status: number }
  /** The host refused; `retryAfter` is its header. */
  | { kind: 'refused'; status: number; retryAfter: string | null }
  | { kind: 'failed'; why: string }
  /** The request was not made, because the program is ending. */
  | { kind: 'stopped' };

export type Validators = { etag: string | null; lastModified: string | null };
export type Fetch = (url: string, known?: Validators) => Promise<Fetched>;

/**
 * Makes one guarded GET: TLS verified, vetted addresses only, redirects within the host, within time and
 * size, compressed or not. Never rejects: whatever a host does is an outcome.
 */
export function createFetch({ policy, agent, ca, limits = documentLimits }: Fetching): Fetch {
  return async (url, known = { etag: null, lastModified: null }) => {
    const signal = AbortSignal.timeout(limits.milliseconds);
    const headers = {
      'user-agent': agent,
      accept: 'text/html,application/xhtml+xml,application/xml,text/csv;q=0.9,*/*;q=0.1',
      'accept-encoding': 'gzip, deflate, br',
      'accept-language': 'en',
      ...(known.etag && { 'if-none-match': known.etag }),
      ...(known.lastModified && { 'if-modified-since': known.lastModified }),
    };
    try {
      return await follow(new URL(url), { policy, headers, ca, signal, limits });
    } catch (error) {
      return {
        kind: 'failed',
        why: signal.aborted ? `no answer within ${limits.milliseconds / 1000} s` : said(error),
      };
    }
  };
}

type Asking = {
  policy: AddressPolicy;
  headers: Record<string, string>;
  ca: string | undefined;
  signal: AbortSignal;
  limits: Limits;
};

async function follow(first: URL, asking: Asking): Promise<Fetched> {
  let url = first;
  for (let redirects = 0; redirects <= asking.limits.redirects; redirects += 1) {
    const refusal = asking.policy.refuseUrl(url.href);
    if (refusal) return { kind: 'failed', why: `the address is refused: ${refusal.detail}` };
    const response = await ask(url, asking);
    const to = redirectOf(response, url);
    if (!to) return answered(response, asking);
    response.destroy();
    if (to.host !== first.host || to.protocol !== first.protocol)
      return { kind: 'failed', why: `it redirects to another host, ${to.host.slice(0, 100)}` };
    url = to;
  }
  return { kind: 'failed', why: 'it redirects without end' };
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage, base: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined) return null;
  const to = URL.parse(headers.location, base.href);
  if (!to) throw new Error('it redirects to no address');
  to.hash = '';
  return to;
}

function ask(url: URL, { policy, headers, ca, signal, limits }: Asking): Promise<IncomingMessage> {
  const { promise, resolve: got, reject } = Promise.withResolvers<IncomingMessage>();
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !policy.allows(host))
    return Promise.reject(new Error('its address may not be connected to'));
  const options: RequestOptions = { method: 'GET', headers, signal, agent: false, lookup: vetted(policy) };
  const outgoing: ClientRequest =
    url.protocol === 'https:'
      ? requestHttps(url, { ...options, minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca && { ca }) })
      : requestHttp(url, options);
  outgoing.on('response', got).on('error', reject).end();
  boundArrivals(outgoing, limits.bytes);
  return promise;
}

/** Bytes that may arrive besides the body: headers, and the lengths of chunks. */
const beside = 128 * 1024;

/** Limits all bytes received, because interim answers and chunk extensions have no limit of their own. */
function boundArrivals(outgoing: ClientRequest, most: number): void {
  let arrived = 0;
  let answer: IncomingMessage | undefined;
  outgoing.on('response', (response) => {
    answer = response;
  });
  const count = ({ length }: Buffer) => {
    arrived += length;
    if (arrived > most + beside) (answer ?? outgoing).destroy(tooLarge(most));
  };
  outgoing.on('socket', (socket) => socket.on('data', count));
}

const tooLarge = (most: number): Error => new Error(`it is larger than ${most / 1024 / 1024} MB`);

/** Resolves a name; if any of its addresses is forbidden, the lookup fails. */
const vetted =
  (policy: AddressPolicy): LookupFunction =>
  (host, options, callback) =>
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => policy.allows(address)))
        return callback(new Error('its address may not be connected to'), '');
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });

async function answered(response: IncomingMessage, { limits }: Asking): Promise<Fetched> {
  const { statusCode: status = 0, headers } = response;
  if (status === 200) {
    const bytes = await bodyOf(response, limits.bytes);
    return {
      kind: 'document',
      bytes,
      etag: headers.etag ?? null,
      lastModified: headers['last-modified'] ?? null,
    };
  }
  response.destroy();
  if (status === 304) return { kind: 'unchanged' };
  const retryAfter = headers['retry-after'] ?? null;
  if (status === 403 || status === 429 || retryAfter !== null) return { kind: 'refused', status, retryAfter };
  if (status === 404 || status === 410) return { kind: 'missing', status };
  return { kind: 'failed', why: `it answers ${status}` };
}

/** Bytes are counted after decompression too, because a few kilobytes may unfold into gigabytes. */
async function bodyOf(response: IncomingMessage, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decompressed(response)) {
    size += chunk.length;
    if (size > most) throw tooLarge(most);
    chunks.push(chunk);
  }
  const announced = Number(response.headers['content-length'] ?? Number.NaN);
  const isPlain = !response.headers['content-encoding'];
  if (!response.complete || (isPlain && announced > size)) throw new Error('it was cut off');
  return Buffer.concat(chunks);
}

function decompressed(response: IncomingMessage): Readable {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const unpack = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
    identity: null,
  }[encoding];
  if (unpack === undefined) throw new Error(`it is encoded as ${encoding.slice(0, 40)}`);
  if (!unpack) return response;
  const stream = unpack();
  response
    .on('error', (error) => stream.destroy(error))
    .on('aborted', () => stream.destroy(new Error('it was cut off')));
  return response.pipe(stream);
}

const said = (error: unknown): string => {
  const { code, message } = error as { code?: string; message?: string };
  return `it could not be fetched (${(code ?? message ?? 'unknown').slice(0, 200)})`;
};
