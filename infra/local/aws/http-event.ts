import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/**
 * A request as an HTTP API gives it to a function, payload format 2.0: lower-case names, repeated headers and
 * parameters joined by commas, cookies apart, the path decoded, a body that is not text in base64.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventOf(
  { fields, target, http }: RequestHead,
  body: Buffer | undefined,
): APIGatewayProxyEventV2 {
  const { headers, cookies } = fields;
  const { rawPath, rawQueryString, parameters } = target;
  const now = new Date();
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers,
    requestContext: {
      accountId: '000000000000',
      apiId: 'laptop',
      domainName: headers.host ?? 'localhost',
      domainPrefix: 'laptop',
      http,
      requestId: nextId(),
      routeKey: '$default',
      stage: '$default',
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    isBase64Encoded: false,
  };
  if (cookies) event.cookies = cookies;
  if (parameters) event.queryStringParameters = parameters;
  return body ? withBody(event, body) : event;
}

/** The parts of an event that come before the body. */
export type RequestHead = { fields: HeaderFields; target: RequestTarget; http: Http };

type Http = APIGatewayProxyEventV2['requestContext']['http'];
type RequestTarget = {
  rawPath: string;
  rawQueryString: string;
  parameters: Record<string, string> | undefined;
};

export function headOf({
  socket,
  rawHeaders,
  httpVersion,
  url = '/',
  method = 'GET',
}: IncomingMessage): RequestHead {
  const fields = fieldsIn(rawHeaders);
  const target = targetOf(url);
  const http = {
    method,
    path: target.rawPath,
    protocol: `HTTP/${httpVersion}`,
    sourceIp: socket.remoteAddress ?? '',
    userAgent: fields.headers['user-agent'] ?? '',
  };
  return { fields, target, http };
}

function targetOf(url: string): RequestTarget {
  const target = url.startsWith('/') ? url : originForm(url);
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  const rawQueryString = question < 0 ? '' : target.slice(question + 1);
  return {
    rawPath: path.includes('%') ? decoded(path) : path,
    rawQueryString,
    parameters: rawQueryString ? parametersOf(rawQueryString) : undefined,
  };
}

/**
 * Makes a path of the request targets `http://host/path` and `*`, which are allowed too (RFC 9112, section
 * 3.2).
 */
function originForm(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  return path.startsWith('/') ? path : `/${path}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parametersOf(query: string): Record<string, string> {
  const parameters: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters[name];
    parameters[name] = before === undefined ? value : `${before},${value}`;
  }
  return parameters;
}

export type HeaderFields = {
  headers: Record<string, string>;
  cookies: string[] | undefined;
  /** How many `Host` headers came. */
  hosts: number;
};

function fieldsIn(raw: readonly string[]): HeaderFields {
  const headers: Record<string, string> = {};
  let cookies: string[] | undefined;
  let hosts = 0;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]?.toLowerCase() ?? '';
    const value = raw[index + 1] ?? '';
    if (name === 'host') hosts += 1;
    if (name === 'cookie') {
      cookies = [...(cookies ?? []), ...value.split(/; */).filter(Boolean)];
    } else {
      headers[name] = Object.hasOwn(headers, name) ? `${headers[name]},${value}` : value;
    }
  }
  return { headers, cookies, hosts };
}

const textTypes = /^(text\/|application\/([a-z0-9.-]+\+)?(json|xml|javascript)\b)/i;

function isText(body: Buffer, contentType: string | undefined): boolean {
  return (contentType === undefined || textTypes.test(contentType)) && isUtf8(body);
}

function withBody(event: APIGatewayProxyEventV2, body: Buffer): APIGatewayProxyEventV2 {
  const isPlain = isText(body, event.headers['content-type']);
  return { ...event, body: body.toString(isPlain ? 'utf8' : 'base64'), isBase64Encoded: !isPlain };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time in the common log format, such as `12/Mar/2020:19:03:58 +0000`. */
function logTime(at: Date): string {
  const date = `${twoDigits(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(twoDigits).join(':');
  return `${date}:${time} +0000`;
}

const twoDigits = (number: number): string => (number < 10 ? `0${number}` : `${number}`);

const started = Date.now().toString(36);
let count = 0;

function nextId(): string {
  count += 1;
  return `${started}-${count}`;
}
