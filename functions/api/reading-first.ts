import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Hono } from 'hono/tiny';
import type { HttpFunction } from '../lib/http/answering.ts';
import { allowedAt } from '../lib/http/methods.ts';
import { honoPath } from './http/route.ts';
import { readings } from './readings.ts';

const known = new Hono();
for (const { path } of readings) known.get(honoPath(path), (c) => c.body(null));

/** Answers public questions to the record with `reading`, and loads the rest on the first other request. */
export function readingFirst(reading: HttpFunction, load: () => Promise<HttpFunction>): HttpFunction {
  let whole: Promise<HttpFunction> | undefined;
  const loaded = (): Promise<HttpFunction> => {
    whole ??= load();
    whole.catch(() => {
      whole = undefined;
    });
    return whole;
  };
  return async (event) => (isReading(event) ? reading(event) : (await loaded())(event));
}

const isReading = ({ rawPath, headers, body, requestContext: { http } }: APIGatewayProxyEventV2): boolean =>
  (http.method === 'GET' || http.method === 'HEAD') &&
  headers.authorization === undefined &&
  !body &&
  allowedAt(known, rawPath).length > 0;
