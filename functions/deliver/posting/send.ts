import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { keptHeaders, type Times } from '../../core/webhook/sending/attempt.ts';
import type { Posted } from '../../core/webhook/sending/judgement.ts';
import { whenAborted } from './aborting.ts';
import { type Connecting, connect } from './connector.ts';
import { answerOf, asFailure, PostingFailure } from './failure.ts';
import { readStart } from './response-body.ts';

export type Posting = { url: string; headers: Record<string, string>; body: string };

export type { Posted };

export type Send = (posting: Posting) => Promise<Posted>;

export type Limits = {
  /** Milliseconds from resolving the name to the last byte read. */
  deadline: number;
  resolve: number;
  /** Bytes of an answer's body to read, and of those to keep. */
  read: number;
  kept: number;
};

export const postLimits: Limits = { deadline: 15_000, resolve: 2_000, read: 16_384, kept: 4_096 };

type Deps = Pick<Connecting, 'policy' | 'resolve' | 'ca'> & { limits?: Limits };

/**
 * Sends one guarded POST. It never rejects, because whatever a receiver does is an answer. It follows no
 * redirect, keeps no connection or cookie, uses no proxy and decompresses nothing: the request knows only the
 * one socket that it is given.
 */
export function createSend({ policy, resolve, ca, limits = postLimits }: Deps): Send {
  const connecting: Connecting = { policy, resolve, resolveLimit: limits.resolve, ca };
  return async (posting) => {
    const from = performance.now();
    const times: Partial<Times> = {};
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), limits.deadline);
    const total = () => ({ ...times, total: Math.round((performance.now() - from) * 10) / 10 });
    try {
      const posted = await post(connecting, posting, limits, times, deadline.signal);
      return { ...posted, times: total() };
    } catch (error) {
      return { answer: answerOf(asFailure(error, 'protocol_error')), times: total(), body: '' };
    } finally {
      clearTimeout(timer);
    }
  };
}

async function post(
  connecting: Connecting,
  posting: Posting,
  limits: Limits,
  times: Partial<Times>,
  signal: AbortSignal,
): Promise<Omit<Posted, 'times'>> {
  const url = URL.parse(posting.url);
  if (!url) throw new PostingFailure('blocked_target');
  const socket = await connect(connecting, url, times, signal);
  try {
    const from = performance.now();
    const flood = new AbortController();
    const watched = { deadline: signal, flood, most: limits.read + unread };
    const response = await exchange(socket, url, posting, watched);
    times.firstByte = Math.round((performance.now() - from) * 10) / 10;
    return await described(response, url, limits, [signal, flood.signal]);
  } finally {
    socket.destroy();
  }
}

/** Bytes that may arrive beyond the body that is read: heads, and what the system had taken in already. */
const unread = 131_072;

type Watched = {
  deadline: AbortSignal;
  /** Aborted once more than `most` bytes have arrived. */
  flood: AbortController;
  most: number;
};

/**
 * Counts every byte, because interim answers and chunk extensions are bytes too. It listens after the parser,
 * which must miss none.
 */
function watch(socket: Socket, { flood, most }: Watched): void {
  let arrived = 0;
  socket.on('data', ({ length }: Buffer) => {
    arrived += length;
    if (arrived <= most || flood.signal.aborted) return;
    flood.abort();
    socket.destroy();
  });
}

async function described(
  response: IncomingMessage,
  url: URL,
  limits: Limits,
  signals: readonly AbortSignal[],
): Promise<Omit<Posted, 'times'>> {
  const status = response.statusCode ?? 0;
  const location = status >= 300 && status < 400 ? response.headers.location : undefined;
  const redirectHost = location === undefined ? undefined : URL.parse(location, url.href)?.host;
  return {
    answer: { kind: 'answered', status, headers: kept(response) },
    body: await readStart(response, limits, signals),
    ...(redirectHost !== undefined && { redirectHost }),
  };
}

const longestHeader = 256;

const kept = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value.slice(0, longestHeader)]] : [];
    }),
  );

/**
 * Resolves with status and headers. `createConnection` returns the vetted socket, so that no agent opens
 * another.
 */
function exchange(
  socket: Socket,
  url: URL,
  { headers, body }: Posting,
  watched: Watched,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = request({
    createConnection: () => socket,
    setDefaultHeaders: false,
    method: 'POST',
    path: `${url.pathname}${url.search}`,
    headers: {
      host: url.host,
      ...headers,
      'content-length': String(Buffer.byteLength(body)),
      accept: '*/*',
      'accept-encoding': 'identity',
      connection: 'close',
    },
  });
  const { deadline, flood } = watched;
  const leave = whenAborted([deadline], () => reject(new PostingFailure('timeout')));
  flood.signal.addEventListener('abort', () => reject(new PostingFailure('protocol_error')), { once: true });
  outgoing.once('socket', (opened) => watch(opened, watched));
  listen(outgoing, resolve, reject);
  outgoing.end(body);
  return promise.finally(leave);
}

function listen(
  outgoing: ClientRequest,
  resolve: (response: IncomingMessage) => void,
  reject: (error: PostingFailure | Error) => void,
): void {
  outgoing.on('response', resolve);
  outgoing.on('error', (error) => reject(asFailure(error, 'connect_reset')));
  outgoing.on('upgrade', () => reject(new PostingFailure('protocol_error')));
}
