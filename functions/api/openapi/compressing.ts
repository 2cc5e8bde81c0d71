import type { HttpFunction } from '../../lib/http/answering.ts';
import { encoded, takenBy } from '../../lib/http/encoding.ts';
import { inOneForm } from '../assets.ts';

/** Compresses the documents about the API, which are large, once for all addresses of a file. */
export const compressing =
  (answer: HttpFunction): HttpFunction =>
  async (event) => {
    if (!/^\/(docs|openapi\.json)(\/|$)/.test(event.rawPath)) return answer(event);
    const answered = await answer({ ...event, rawPath: inOneForm(event.rawPath) });
    return encoded(answered, takenBy(event.headers['accept-encoding']));
  };
