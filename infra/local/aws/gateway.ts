import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { withoutBase } from '../../../functions/lib/http/base-path.ts';
import { largestRequest } from '../../../functions/lib/http/event.ts';
import type { Log } from '../../../functions/lib/log.ts';
import { functionAt } from '../../wiring.ts';
import { stands, type Unchanged, wholeHead } from '../engine/unchanged.ts';
import { FunctionTimeout, invokeWithin } from '../pumps/invoke.ts';
import { Refusal } from '../refusal.ts';
import { inTurnsByConnection } from './connection-turns.ts';
import { boundConnections, mostConnections, mostUnread } from './connections.ts';
import { faultBy, faultOf } from './faults.ts';
import { eventOf, headOf, type RequestHead } from './http-event.ts';
import { largestResult, tooManyBytes } from './lambda-limits.ts';
import { end, refuse, refuseAndClose, refuseHurry, refuseRest } from './refusals.ts';
import { readBody, saysTooMuch } from './request-body.ts';
import { writeResult } from './result.ts';

export type Api = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

export type Gateway = {
  /** Base URL without a trailing slash. */
  url: string;
  /**
   * Hands every later request to the function, except one whose 304 still holds. Before this, the answer is
   * 503.
   */
  serve(api: Api, unchanged?: () => Unchanged | undefined): void;
  /** The number of open connections. */
  connections(): Promise<number>;
  stop(): Promise<void>;
};

/** The function for a request's path, by the HTTP API's routes, below the base path if there is one. */
export const byPath =
  (functions: Record<'api' | 'pages', Api>, base = ''): Api =>
  (event) =>
    functions[functionAt(withoutBase(base, event.rawPath))](event);

type Options = {
  host: string;
  /** 0 for any. */
  port: number;
  /** The function's timeout, in seconds. */
  timeout: number;
  log: Log;
  /** Open connections at most. */
  connections?: number;
  /** Bytes of answers that may wait for clients to read them. */
  unread?: number;
};

/**
 * Header bytes as an HTTP API allows, and milliseconds that a client may take to send its head and its
 * request. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const limits = { maxHeaderSize: 10_240, headersTimeout: 10_000, requestTimeout: 30_000 };

/** Milliseconds of silence in both directions after which a connection is closed. */
export const longestSilence = 60_000;

/**
 * An HTTP API in front of one function. It passes on what AWS would, however odd, and answers here what never
 * becomes a request. @throws Refusal if the port cannot be had
 */
export async function openGateway({
  host,
  port,
  connections = mostConnections,
  unread = mostUnread,
  ...options
}: Options): Promise<Gateway> {
  const serving: Serving = {};
  const server = createServer({ ...limits, connectionsCheckingInterval: 5000, requireHostHeader: false });
  server.timeout = longestSilence;
  hear(server, answering(serving, options, boundConnections(server, connections, unread)));
  const url = await listen(server, host, port);
  return {
    url,
    serve: (api, unchanged) => void Object.assign(serving, { api, unchanged }),
    connections: () => promisify(server.getConnections.bind(server))(),
    stop: () => close(server),
  };
}

/** What answers; nothing until the laptop has started. */
type Serving = { api?: Api; unchanged?: () => Unchanged | undefined };

type Bounds = ReturnType<typeof boundConnections>;

function answering(serving: Serving, options: Pick<Options, 'timeout' | 'log'>, bounds: Bounds) {
  /** A request that names no tag has no 304 coming. */
  const rememberedFor = ({ headers }: IncomingMessage): Unchanged | undefined =>
    headers['if-none-match'] === undefined ? undefined : serving.unchanged?.();

  const atOnce = (request: IncomingMessage, response: ServerResponse): boolean => {
    const lines = rememberedFor(request)?.get(wholeHead(request));
    if (!lines) return false;
    response.writeHead(304, lines).end();
    bounds.waitsFromNow(request.socket);
    return true;
  };

  const answerWhole = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const remembered = rememberedFor(request);
    const keep = (lines: string[]) => remembered?.set(wholeHead(request), lines);
    const head = headOf(request);
    const fault = faultOf(request, head);
    if (fault) return refuseAndClose(response, ...fault);
    if (!serving.api) return refuse(response, 503, 'The service is starting.');
    await answer(serving.api, { ...options, head, keep, whileBusy: bounds.whileBusy }, request, response);
  };

  return inTurnsByConnection({ atOnce, answer: answerWhole, refuse: refuseHurry });
}

function hear(server: Server, handle: (request: IncomingMessage, response: ServerResponse) => void): void {
  server.on('request', handle);
  server.on('checkExpectation', handle);
  server.on('checkContinue', (request, response) => {
    if (!saysTooMuch(request, largestRequest)) response.writeContinue();
    handle(request, response);
  });
  server.on('connect', (_request, socket) => end(socket, 405, 'CONNECT is not supported.'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => end(socket, ...faultBy(error)));
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 2000).unref();
  await closed;
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Refusal(explain(error as NodeJS.ErrnoException, host, port));
  }
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${bound}`;
}

function explain({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use; choose another with PORT`;
  if (code === 'EACCES') return `Port ${port} needs privileges; choose one above 1023 with PORT`;
  return `Cannot listen on ${host}:${port}: ${message}`;
}

type Invocation = Pick<Options, 'timeout' | 'log'> & {
  head: RequestHead;
  /** Keeps the connection open while an answer is made. */
  whileBusy: Bounds['whileBusy'];
  /** Keeps the head of a 304 for the next identical request. */
  keep: (lines: string[]) => void;
};

/**
 * Refuses a body that is too large before it fills memory; the function itself would only refuse it after.
 */
async function answer(
  api: Api,
  invocation: Invocation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { headers } = invocation.head.fields;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  const body = hasBody ? await readBody(request, largestRequest) : undefined;
  if (body === 'too-large') refuseRest(request, response);
  else if (body !== 'aborted')
    await invocation.whileBusy(request.socket, () => invoke(api, invocation, body, response));
}

async function invoke(
  api: Api,
  { timeout, log, head, keep }: Invocation,
  body: Buffer | undefined,
  response: ServerResponse,
): Promise<void> {
  try {
    const result = await invokeWithin(api, eventOf(head, body), timeout);
    const bytes = tooManyBytes(result);
    if (bytes === undefined) {
      const lines = writeResult(response, result);
      if (!body && stands(head, result)) keep(lines);
      return;
    }
    log.error('The answer is larger than Lambda lets through', { path: head.target.rawPath, bytes });
    refuse(response, 502, `The answer has ${bytes} bytes; at most ${largestResult} can be sent.`);
  } catch (error) {
    log.error('The function failed', { function: 'api', error });
    const late = error instanceof FunctionTimeout;
    if (!response.headersSent)
      refuse(response, late ? 503 : 500, late ? 'The answer took too long.' : 'Something broke on our side.');
  }
}
