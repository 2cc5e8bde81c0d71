import type { MiddlewareHandler } from 'hono';
import { forEver } from '../headers.ts';

/** How far a load of the record has come, in entries; failed if it has ended there. */
export type LoadingProgress = { done: number; of: number; failed?: true };

/**
 * Says of each answer, refusals too, that acts are missing from the record, and lets nobody keep it.
 * `Record-Incomplete` is a dictionary (RFC 9651): `done=1200, of=3000`, and `failed` if the load has ended.
 */
export function saysIfIncomplete(loading: () => LoadingProgress | null = () => null): MiddlewareHandler {
  return async (c, next) => {
    const under = loading();
    await next();
    const { headers } = c.res;
    if (!under || headers.get('cache-control') === forEver) return;
    headers.set('cache-control', 'no-store');
    headers.set('record-incomplete', `done=${under.done}, of=${under.of}${under.failed ? ', failed' : ''}`);
  };
}
