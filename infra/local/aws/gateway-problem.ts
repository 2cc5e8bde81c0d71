import { STATUS_CODES } from 'node:http';

/** Headers and body of an answer (RFC 9457) that the gateway itself gives, without reaching the function. */
export function gatewayProblem(status: number, detail: string, type = 'about:blank') {
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
export function rawProblem(status: number, detail: string): string {
  const { headers, body } = gatewayProblem(status, detail);
  const lines = Object.entries({ ...headers, date: new Date().toUTCString(), connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}`).join('\r\n');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n\r\n${body}`;
}
