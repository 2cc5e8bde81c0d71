import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
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
import { gatewayProblem, rawProblem } from './gateway-problem.ts';
import { eventOf, headOf, type RequestHead } from './http-event.ts';
import { largestAnswer, tooManyBytes } from './lambda-limits.ts';
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
const limits = { maxHeaderSize: 10_240, headersTimeout: 10_000, requestTimeout: 30_000 };

/** Milliseconds of silence in both directions after which a connection is closed. */
const longestSilence = 60_000;

/**
 * An HTTP API in front of one function. It passes on what AWS would, however odd, and answers here what never
 * becomes a request. @throws Refusal if the port cannot be had
 */
export async function openGateway({
  host,
  port,
  connections,
  unread,
  ...options
}: Options): Promise<Gateway> {
  let api: Api | undefined;
  let unchanged: (() => Unchanged | undefined) | undefined;
  const atOnce = (request: IncomingMessage, response: ServerResponse): boolean => {
    const known = unchanged?.()?.get(wholeHead(request));
    if (known) response.writeHead(304, known).end();
    if (known) waitsFromNow(request.socket);
    return known !== undefined;
  };
  const answerWhole = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const standing = unchanged?.();
    const keep = (lines: string[]) => standing?.set(wholeHead(request), lines);
    const head = headOf(request);
    const fault = faultOf(request, head);
    if (fault) refuseAndClose(response, ...fault);
    else if (api) await answer(api, { ...options, head, keep, whileBusy }, request, response);
    else refuse(response, 503, 'The service is starting.');
  };
  const handle = inTurnsByConnection({ atOnce, answer: answerWhole, refuse: refuseHurry });
  const server = createServer(
    { ...limits, connectionsCheckingInterval: 5000, requireHostHeader: false },
    handle,
  );
  const bounds = [connections ?? mostConnections, unread ?? mostUnread] as const;
  const { whileBusy, waitsFromNow } = boundConnections(server, ...bounds);
  server.timeout = longestSilence;
  server.on('checkExpectation', handle);
  server.on('checkContinue', (request, response) => {
    if (!saysTooMuch(request, largestRequest)) response.writeContinue();
    handle(request, response);
  });
  server.on('connect', (_request, socket) => end(socket, 405, 'CONNECT is not supported.'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => endUnread(error, socket));
  const url = await listen(server, host, port);
  return {
    url,
    serve: (...given) => {
      [api, unchanged] = given;
    },
    connections: () => promisify(server.getConnections.bind(server))(),
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 2000).unref();
      await closed;
    },
  };
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
  whileBusy: ReturnType<typeof boundConnections>['whileBusy'];
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
    refuse(response, 502, `The answer has ${bytes} bytes; at most ${largestAnswer} can be sent.`);
  } catch (error) {
    log.error('The function failed', { function: 'api', error });
    const late = error instanceof FunctionTimeout;
    if (!response.headersSent)
      refuse(response, late ? 503 : 500, late ? 'The answer took too long.' : 'Something broke on our side.');
  }
}

function refuse(response: ServerResponse, status: number, detail: string, type?: string): void {
  const problem = gatewayProblem(status, detail, type);
  response.writeHead(status, problem.headers);
  response.end(problem.body);
}

function refuseAndClose(response: ServerResponse, status: number, detail: string): void {
  response.shouldKeepAlive = false;
  refuse(response, status, detail);
}

const refuseHurry = (response: ServerResponse): void =>
  refuseAndClose(
    response,
    429,
    'Too many requests wait on this connection; send the next when one is answered.',
  );

/** Milliseconds for an answer to arrive before its socket closes, because closing at once can discard it. */
const parting = 500;

/** Drops the rest of the body, so that a client that is still sending hears the answer. */
function refuseRest(request: IncomingMessage, response: ServerResponse): void {
  const detail = `A body may have ${largestRequest} bytes at most.`;
  refuse(response, 413, detail, '/problems/payload-too-large');
  request.resume();
  letGo(request.socket, () => !request.complete);
}

/** Closes a socket whose client stays connected after its refusal and would keep the descriptor. */
function letGo(socket: Duplex, isDue = () => true): void {
  const close = () => isDue() && socket.destroy();
  setTimeout(close, parting).unref();
}

function endUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
  end(socket, ...faultBy(error));
}

function end(socket: Duplex, status: number, detail: string): void {
  if (!socket.writable) return void socket.destroy();
  socket.end(rawProblem(status, detail));
  letGo(socket);
}
