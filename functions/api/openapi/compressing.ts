import type { HttpFunction } from '../../lib/http/answering.ts';
import { encoded, takenBy } from '../../lib/http/encoding.ts';

/** Compresses the documents about the API, which are large. */
export const compressing =
  (answer: HttpFunction): HttpFunction =>
  async (event) => {
    const answered = await answer(event);
    const isLarge = /^\/(docs|openapi\.json)(\/|$)/.test(event.rawPath);
    return isLarge ? encoded(answered, takenBy(event.headers['accept-encoding'])) : answered;
  };
