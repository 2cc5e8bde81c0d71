import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { largestRequest } from '../../../functions/lib/http/event.ts';

/** Headers and body of an answer (RFC 9457) that the gateway itself gives, without reaching the function. */
function gatewayProblem(status: number, detail: string, type = 'about:blank') {
  const body = JSON.stringify({ type, title: STATUS_CODES[status], status, detail });
  const headers = {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  return { status, headers, body };
}

/** The same problem as raw bytes, for a socket whose request could not be read; the connection then ends. */
function rawProblem(status: number, detail: string): string {
  const { headers, body } = gatewayProblem(status, detail);
  const lines = Object.entries({ ...headers, date: new Date().toUTCString(), connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}`).join('\r\n');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n\r\n${body}`;
}

export function refuse(response: ServerResponse, status: number, detail: string, type?: string): void {
  const problem = gatewayProblem(status, detail, type);
  response.writeHead(status, problem.headers);
  response.end(problem.body);
}

export function refuseAndClose(response: ServerResponse, status: number, detail: string): void {
  response.shouldKeepAlive = false;
  refuse(response, status, detail);
}

export const refuseHurry = (response: ServerResponse): void =>
  refuseAndClose(
    response,
    429,
    'Too many requests wait on this connection; send the next when one is answered.',
  );

/** Milliseconds for an answer to arrive before its socket closes, because closing at once can discard it. */
const parting = 500;

/** Drops the rest of the body, so that a client that is still sending hears the answer. */
export function refuseRest(request: IncomingMessage, response: ServerResponse): void {
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

export function end(socket: Duplex, status: number, detail: string): void {
  if (!socket.writable) return void socket.destroy();
  socket.end(rawProblem(status, detail));
  letGo(socket);
}
