import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DomainError } from '../../core/errors.ts';

/** A result in payload format 2.0. */
export type Answered = {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: true;
};

/** Bytes of the largest body that any route takes. */
export const largestRequest = 1024 * 1024;

/**
 * The event as a web request. It ignores the client's host, because an impossible one must still get a
 * problem as answer.
 * @throws DomainError for an event that no request can hold; hono's own adapter would answer in plain text
 */
export function requestOf(event: APIGatewayProxyEventV2, method: string): Request {
  const { rawPath, rawQueryString } = event;
  requirePlain(rawPath);
  const search = rawQueryString ? `?${rawQueryString.replaceAll('#', '%23')}` : '';
  const body = method === 'GET' ? null : bodyOf(event);
  return new Request(`http://tracker${rawPath}${search}`, { method, headers: headersOf(event), body });
}

/** Refuses a decoded path with characters outside ASCII, `..` or an empty step, because no route has one. */
function requirePlain(path: string): void {
  const isPlain = /^\/[\w\-.~!$&'()*+,;=:@/]*$/.test(path);
  if (isPlain && !/\/\/|\/\.\.?(\/|$)/.test(path)) return;
  throw new DomainError('not-found', 'There is nothing at this path; GET / says where to begin.');
}

/** Passes on characters outside Latin-1 as the bytes that came (Fetch, section 2.2.2). */
function headersOf({ headers }: APIGatewayProxyEventV2): Headers {
  const given = new Headers();
  try {
    for (const [name, value = ''] of Object.entries(headers))
      given.set(name, /[^\0-\xff]/.test(value) ? Buffer.from(value).toString('latin1') : value);
  } catch {
    throw new DomainError('malformed-request', 'A header is malformed.');
  }
  return given;
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEventV2): Buffer<ArrayBuffer> | null {
  if (!body) return null;
  if (body.length > largestRequest * (isBase64Encoded ? 1.4 : 1)) throw tooLarge(largestRequest);
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > largestRequest) throw tooLarge(largestRequest);
  return bytes;
}

/** @throws DomainError `payload-too-large` for a body of more bytes */
export function requireBodyWithin(
  largest: number,
  { body = '', isBase64Encoded }: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>,
): void {
  if (Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8') > largest) throw tooLarge(largest);
}

const tooLarge = (largest: number): DomainError =>
  new DomainError('payload-too-large', `A body may have at most ${largest} bytes here.`);

export async function answeredBy(response: Response): Promise<Answered> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const answered = { statusCode: response.status, headers: Object.fromEntries(response.headers) };
  return isUtf8(bytes)
    ? { ...answered, body: bytes.toString() }
    : { ...answered, body: bytes.toString('base64'), isBase64Encoded: true };
}
