import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DomainError } from '../../core/errors.ts';

/** A result of payload format 2.0. */
export type Answered = {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: true;
};

/** No route takes more. */
export const largestRequest = 1024 * 1024;

/**
 * The event as a web request, the host left out: one that no URL can have must not keep its answer from being a problem.
 * @throws DomainError for what no request can hold; hono's own adapter answers that in plain text
 */
export function requestOf(event: APIGatewayProxyEventV2, method: string): Request {
  const { rawPath, rawQueryString } = event;
  requirePlain(rawPath);
  const search = rawQueryString ? `?${rawQueryString.replaceAll('#', '%23')}` : '';
  const body = method === 'GET' ? null : bodyOf(event);
  return new Request(`http://tracker${rawPath}${search}`, { method, headers: headersOf(event), body });
}

/** The gateway has decoded the path; what is outside ASCII, climbs, or has an empty step belongs to no route. */
function requirePlain(path: string): void {
  const isPlain = /^\/[\w\-.~!$&'()*+,;=:@/]*$/.test(path);
  if (isPlain && !/\/\/|\/\.\.?(\/|$)/.test(path)) return;
  throw new DomainError('not-found', 'There is nothing at this path; GET / says where to begin.');
}

/** What is outside Latin-1 goes as the bytes that came (Fetch, section 2.2.2). */
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
  new DomainError('payload-too-large', `A body may have ${largest} bytes here at most.`);

export async function answeredBy(response: Response): Promise<Answered> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const answered = { statusCode: response.status, headers: Object.fromEntries(response.headers) };
  return isUtf8(bytes)
    ? { ...answered, body: bytes.toString() }
    : { ...answered, body: bytes.toString('base64'), isBase64Encoded: true };
}
