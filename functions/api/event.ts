import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { DomainError } from '../core/errors.ts';
import type { Answered } from './answer.ts';
import { largestRequest } from './input.ts';
import { tooLarge } from './serve.ts';

/** Our own conversion: hono's adapter answers what it cannot convert as plain text. */
export function requestOf(event: APIGatewayProxyEventV2, method: string): Request {
  return new Request(`http://tracker${pathOf(event)}${searchOf(event)}`, {
    method,
    headers: headersOf(event),
    body: bodyOf(event, method),
  });
}

/** The gateway has decoded the path; what is outside ASCII, climbs, or has an empty step belongs to no route. */
function pathOf({ rawPath }: APIGatewayProxyEventV2): string {
  const isPlain = /^\/[\w\-.~!$&'()*+,;=:@/]*$/.test(rawPath);
  if (rawPath === '/' || (isPlain && !/\/(\.{0,2})(\/|$)/.test(rawPath))) return rawPath;
  throw new DomainError('not-found', 'There is nothing at this path; GET / says where to begin.');
}

const searchOf = ({ rawQueryString }: APIGatewayProxyEventV2): string =>
  rawQueryString ? `?${rawQueryString.replaceAll('#', '%23')}` : '';

function headersOf({ headers }: APIGatewayProxyEventV2): Headers {
  try {
    return new Headers(
      Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  } catch {
    throw new DomainError('malformed-request', 'A header is malformed.');
  }
}

function bodyOf(
  { body, isBase64Encoded }: APIGatewayProxyEventV2,
  method: string,
): Uint8Array<ArrayBuffer> | null {
  if (!body) return null;
  if (body.length > largestRequest * (isBase64Encoded ? 1.4 : 1)) throw tooLarge();
  if (method === 'GET' || method === 'HEAD')
    throw new DomainError('malformed-request', `A ${method} takes no body.`);
  return Uint8Array.from(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
}

export const resultOf = ({ status, headers, body }: Answered): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers,
  body,
});

export async function answerOf(response: Response): Promise<Answered> {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}
