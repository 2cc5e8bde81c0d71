import type { APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import type { HttpFunction } from '../lib/http/answering.ts';
import type { ApiApp } from './http/app.ts';

/** Answers public questions to the record with `reading`, and loads the rest on the first other request. */
export function readingFirst(reading: ApiApp, load: () => Promise<HttpFunction>): HttpFunction {
  let whole: Promise<HttpFunction> | undefined;
  const loaded = (): Promise<HttpFunction> => {
    whole ??= load();
    whole.catch(() => {
      whole = undefined;
    });
    return whole;
  };
  return async (event) => (isReading(reading, event) ? reading.answer(event) : (await loaded())(event));
}

const isReading = (
  { routeAt }: ApiApp,
  { rawPath, headers, body, requestContext: { http } }: Event,
): boolean =>
  (http.method === 'GET' || http.method === 'HEAD') &&
  headers.authorization === undefined &&
  !body &&
  routeAt(rawPath) !== undefined;
