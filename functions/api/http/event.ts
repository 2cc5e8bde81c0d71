import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { DomainError } from '../../core/errors.ts';
import type { Answered } from './answer.ts';
import { largestRequest } from './input.ts';
import { tooLarge } from './serve.ts';

/** What the router and a route need of a request. */
export type Incoming = {
  method: string;
  /** `http://tracker`, the path, and the query where there is one. */
  url: string;
  /** By name in lower case, as an HTTP API gives them. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
};

/** Our own conversion: hono's adapter answers what it cannot convert as plain text. */
export const incomingOf = (event: APIGatewayProxyEventV2, method: string): Incoming => ({
  method,
  url: `http://tracker${pathOf(event)}${searchOf(event)}`,
  headers: headersOf(event),
  body: bodyOf(event, method),
});

/** The gateway has decoded the path; what is outside ASCII, climbs, or has an empty step belongs to no route. */
function pathOf({ rawPath }: APIGatewayProxyEventV2): string {
  const isPlain = /^\/[\w\-.~!$&'()*+,;=:@/]*$/.test(rawPath);
  if (rawPath === '/' || (isPlain && !/\/(\.{0,2})(\/|$)/.test(rawPath))) return rawPath;
  throw new DomainError('not-found', 'There is nothing at this path; GET / says where to begin.');
}

const searchOf = ({ rawQueryString }: APIGatewayProxyEventV2): string =>
  rawQueryString ? `?${rawQueryString.replaceAll('#', '%23')}` : '';

/** No gateway lets such a header through (RFC 9110, section 5.5); what calls the function without one is told. */
function headersOf({ headers }: APIGatewayProxyEventV2): Incoming['headers'] {
  for (const name in headers)
    if (/[\0\r\n]/.test(headers[name] ?? ''))
      throw new DomainError('malformed-request', 'A header is malformed.');
  return headers;
}

const nothing = new Uint8Array();

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEventV2, method: string): Uint8Array {
  if (!body) return nothing;
  if (body.length > largestRequest * (isBase64Encoded ? 1.4 : 1)) throw tooLarge();
  if (method === 'GET' || method === 'HEAD')
    throw new DomainError('malformed-request', `A ${method} takes no body.`);
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

export const resultOf = ({ status, headers, body }: Answered): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers,
  body,
});
