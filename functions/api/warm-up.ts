import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Api } from './api.ts';

/** One request that needs no table: it moves the loading of Node's web classes, and the router's building, into init. */
export const warmUp = (api: Api) =>
  api({
    rawPath: '/openapi.json',
    rawQueryString: '',
    headers: {},
    requestContext: { http: { method: 'GET' } },
  } as APIGatewayProxyEventV2);
