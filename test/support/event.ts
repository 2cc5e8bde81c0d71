import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export type Asked = {
  headers?: Record<string, string>;
  body?: unknown;
  /** A body sent as it is, instead of `body` as JSON. */
  raw?: string;
  base64?: boolean;
  /** The client's address. */
  from?: string;
};

/** A request as an HTTP API hands it over; `target` is the path with its query. */
export function eventOf(method: string, target: string, asked: Asked = {}): APIGatewayProxyEventV2 {
  const { headers = {}, body, raw, base64 = false, from = '127.0.0.1' } = asked;
  const [rawPath = '', ...query] = target.split('?');
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: query.join('?'),
    headers: { host: 'tracker.example.org', ...type, ...headers },
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'tracker.example.org',
      domainPrefix: 'tracker',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: from, userAgent: 'test' },
      requestId: 'test',
      routeKey: '$default',
      stage: '$default',
      time: '01/Jan/2023:00:00:00 +0000',
      timeEpoch: 0,
    },
    ...(text !== undefined && { body: text }),
    isBase64Encoded: base64,
  };
}
