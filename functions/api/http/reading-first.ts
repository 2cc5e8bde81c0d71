import { readings } from '../readings.ts';
import type { Api } from './answering.ts';
import { createFinder } from './finder.ts';

const finder = createFinder(readings);

/** Answers what anyone may ask of the record by `reading`, and loads the rest when something else is first asked. */
export function readingFirst(reading: Api, load: () => Promise<Api>): Api {
  let whole: Promise<Api> | undefined;
  const loaded = (): Promise<Api> => {
    whole ??= load();
    whole.catch(() => {
      whole = undefined;
    });
    return whole;
  };
  return async (event) => {
    const { method } = event.requestContext.http;
    const isReading =
      (method === 'GET' || method === 'HEAD') &&
      event.headers.authorization === undefined &&
      !event.body &&
      finder.isPublic(event.rawPath);
    return isReading ? reading(event) : (await loaded())(event);
  };
}
