import { createLog } from '../../functions/lib/log.ts';
import type { PagesDeps } from '../../functions/pages/deps.ts';
import { createPages } from '../../functions/pages/pages.ts';
import type { Store } from '../../functions/store/index.ts';
import { eventOf } from './event.ts';
import { publicUrl } from './record-fixture.ts';

export type Shown = { status: number; headers: Record<string, string>; text: string };

/** The pages over a store at a fixed instant, asked as the gateway asks them. */
export function pagesOf(store: Store, over: Partial<PagesDeps> = {}) {
  const log = createLog({ write: () => {} });
  const now = () => '2023-01-02T00:00:00.000Z';
  const answer = createPages({ store, log, now, publicUrl, version: '0.0.0-test', ...over });
  return async (target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Shown> => {
    const asked = { accept: 'text/html', ...headers };
    const {
      statusCode,
      headers: given,
      body,
      isBase64Encoded,
    } = await answer(eventOf(method, target, { headers: asked }));
    const isBinary = given['content-encoding'] || /^image/.test(given['content-type'] ?? '');
    const text = isBase64Encoded ? Buffer.from(body, 'base64').toString(isBinary ? 'latin1' : 'utf8') : body;
    return { status: statusCode, headers: given, text };
  };
}
