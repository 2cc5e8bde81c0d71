import { lookup as resolve } from 'node:dns';
import {
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { emptyAnswer, type Fetched } from '../core/depositary/watching/fetched.ts';
import type { AddressPolicy } from '../core/webhook/guard/address-policy.ts';
import { bodyOf, boundArrivals } from './receiving.ts';

export type Fetching = {
  policy: AddressPolicy;
  /** Sent as `User-Agent`. */
  agent: string;
  /** Further certificate authorities to trust, in PEM. */
  ca?: string;
  limits?: DocumentLimits;
};

type DocumentLimits = { milliseconds: number; bytes: number; redirects: number };
export const documentLimits: DocumentLimits = { milliseconds: 30_000, bytes: 20 * 1024 * 1024, redirects: 3 };

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

type FetchSettings = {
  policy: AddressPolicy;
  headers: Record<string, string>;
  ca: string | undefined;
  signal: AbortSignal;
  limits: DocumentLimits;
};

async function follow(first: URL, settings: FetchSettings): Promise<Fetched> {
  let url = first;
  for (let redirects = 0; redirects <= settings.limits.redirects; redirects += 1) {
    const refusal = settings.policy.refuseUrl(url.href);
    if (refusal) return { kind: 'failed', why: `the address is refused: ${refusal.detail}` };
    const response = await requested(url, settings);
    const to = redirectOf(response, url);
    if (!to) return answered(response, settings);
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

function requested(
  url: URL,
  { policy, headers, ca, signal, limits }: FetchSettings,
): Promise<IncomingMessage> {
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

async function answered(response: IncomingMessage, { limits }: FetchSettings): Promise<Fetched> {
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
  return emptyAnswer(status, headers['retry-after'] ?? null);
}

const said = (error: unknown): string => {
  const { code, message } = error as { code?: string; message?: string };
  return `it could not be fetched (${(code ?? message ?? 'unknown').slice(0, 200)})`;
};
