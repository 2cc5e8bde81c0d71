import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export type Request = { method: string; target: string; body?: object | undefined };

/** A request as an HTTP API hands it over. */
export function requestEvent(
  { method, target, body }: Request,
  headers: Record<string, string>,
): APIGatewayProxyEventV2 {
  const [rawPath = '', rawQueryString = ''] = target.split('?');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: { host: 'tracker.example.org', ...(body && { 'content-type': 'application/json' }), ...headers },
    requestContext: {
      accountId: '000000000000',
      apiId: 'simulation',
      domainName: 'tracker.example.org',
      domainPrefix: 'tracker',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'simulation' },
      requestId: 'simulation',
      routeKey: '$default',
      stage: '$default',
      time: '24/Nov/2026:00:00:00 +0000',
      timeEpoch: 0,
    },
    ...(body && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}
