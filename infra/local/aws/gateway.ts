import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Log } from '../../../functions/lib/log.ts';
import { begin, FunctionTimeout } from '../pumps/invoke.ts';
import { Refusal } from '../refusal.ts';
import { gatewayProblem, rawProblem } from './gateway-problem.ts';
import { eventOf, type Head, headOf } from './http-event.ts';
import { readBody } from './request-body.ts';

export type Api = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

export type Gateway = {
  /** Base URL without a trailing slash. */
  url: string;
  /** Hands every request from now on to the function; until then the answer is 503. */
  serve(api: Api): void;
  stop(): Promise<void>;
};

type Options = {
  host: string;
  /** 0 for any. */
  port: number;
  /** Of the function, in seconds. */
  timeout: number;
  log: Log;
};

/**
 * As much as an HTTP API lets through, and as long as a client may take to send it, milliseconds.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const limits = { maxHeaderSize: 10_240, headersTimeout: 10_000, requestTimeout: 30_000 };

/**
 * An HTTP API in front of one function. What AWS would pass on is passed on, however odd; what never becomes a request
 * is answered here. Throws a Refusal if the port cannot be had.
 */
export async function openGateway({ host, port, timeout, log }: Options): Promise<Gateway> {
  let api: Api | undefined;
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const head = headOf(request);
    if (!namesOneHost(request, head)) refuse(response, 400, 'An HTTP/1.1 request names its Host once.');
    else if (api) answer(api, { timeout, log, head }, request, response);
    else refuse(response, 503, 'The service is starting.');
  };
  const server = createServer(
    { ...limits, connectionsCheckingInterval: 5000, requireHostHeader: false },
    handle,
  );
  server.on('checkExpectation', handle);
  server.on('connect', (_request, socket) => end(socket, 405, 'CONNECT is not supported.'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => endUnread(error, socket));
  const url = await listen(server, host, port);
  return {
    url,
    serve: (given) => {
      api = given;
    },
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

/** Whether the request can be meant for us alone (RFC 9112, section 3.2). Node would refuse it without a problem. */
const namesOneHost = ({ httpVersion }: IncomingMessage, { fields: { hosts } }: Head): boolean =>
  hosts === 1 || (httpVersion === '1.0' && hosts === 0);

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

type Asked = Pick<Options, 'timeout' | 'log'> & { head: Head };

function answer(api: Api, asked: Asked, request: IncomingMessage, response: ServerResponse): void {
  const { headers } = asked.head.fields;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  if (!hasBody) invoke(api, asked, undefined, response);
  else
    readBody(request).then((body) => {
      if (body === 'too-large') refuseRest(request, response);
      else if (body !== 'aborted') invoke(api, asked, body, response);
    });
}

function invoke(
  api: Api,
  { timeout, log, head }: Asked,
  body: Buffer | undefined,
  response: ServerResponse,
): void {
  const failed = (error: unknown) => {
    log.error('The function failed', { function: 'api', error });
    const late = error instanceof FunctionTimeout;
    if (!response.headersSent)
      refuse(response, late ? 503 : 500, late ? 'The answer took too long.' : 'Something broke on our side.');
  };
  const answered = (result: APIGatewayProxyStructuredResultV2) => {
    try {
      write(response, result);
    } catch (error) {
      failed(error);
    }
  };
  try {
    begin(api, eventOf(head, body), timeout, { answered, failed });
  } catch (error) {
    failed(error);
  }
}

function write(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const { statusCode = 200, headers = noHeaders, cookies, body = '', isBase64Encoded } = result;
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : body;
  let lines = linesOf(headers);
  if (cookies) lines = [...lines, ...cookies.flatMap((cookie) => ['set-cookie', cookie])];
  if (statusCode !== 304 && statusCode !== 204 && !names(lines, 'content-length'))
    lines = [...lines, 'content-length', String(Buffer.byteLength(bytes))];
  response.writeHead(statusCode, lines);
  response.end(bytes);
}

const names = (lines: readonly string[], name: string): boolean =>
  lines.some((text, index) => index % 2 === 0 && text === name);

type Headers = NonNullable<APIGatewayProxyStructuredResultV2['headers']>;

const noHeaders: Headers = {};
const known = new WeakMap<Headers, string[]>();

/** Header fields one after the other, as Node writes them; made once of what the function answers again and again. */
function linesOf(headers: Headers): string[] {
  const before = known.get(headers);
  if (before) return before;
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [name.toLowerCase(), String(value)],
  );
  known.set(headers, lines);
  return lines;
}

function refuse(response: ServerResponse, status: number, detail: string): void {
  const problem = gatewayProblem(status, detail);
  response.writeHead(status, problem.headers);
  response.end(problem.body);
}

/** Leaves the rest of a body unread; the socket stays a moment, since closing at once can discard the answer. */
function refuseRest(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('connection', 'close');
  refuse(response, 413, 'A request body has at most 10 MB.');
  request.pause();
  setTimeout(() => request.socket.destroy(), 500).unref();
}

const unread: Record<string, [status: number, detail: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers have at most 10,240 bytes.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
  HPE_INVALID_METHOD: [400, 'The method is not one that HTTP knows.'],
  HPE_INVALID_URL: [400, 'The request target may hold visible ASCII only; percent-encode the rest.'],
  HPE_INVALID_CONTENT_LENGTH: [400, 'Content-Length is no number.'],
  HPE_UNEXPECTED_CONTENT_LENGTH: [400, 'Content-Length comes twice, or with Transfer-Encoding.'],
  HPE_INVALID_TRANSFER_ENCODING: [
    400,
    'Transfer-Encoding ends in chunked, and comes without Content-Length.',
  ],
  HPE_INVALID_CHUNK_SIZE: [400, 'A chunk of the body is malformed.'],
  HPE_INVALID_HEADER_TOKEN: [400, 'A header is malformed.'],
};

function endUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
  const [status, detail] = unread[error.code ?? ''] ?? [400, 'The request is not HTTP/1.1.'];
  end(socket, status, detail);
}

function end(socket: Duplex, status: number, detail: string): void {
  if (socket.writable) socket.end(rawProblem(status, detail));
  else socket.destroy();
}
