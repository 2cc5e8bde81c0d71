import { answeringHead, type HttpFunction } from '../lib/http/answering.ts';
import { below } from '../lib/http/base-path.ts';
import { accessTo } from './access.ts';
import type { ApiDeps } from './deps.ts';
import { answerBy } from './http/app.ts';
import type { Route } from './http/route.ts';
import { compressing } from './openapi/compressing.ts';
import type { Texts } from './openapi/texts.ts';
import { routes } from './routes.ts';

/** Makes the whole API as a Lambda function behind an HTTP API (payload format 2.0). */
export function createApi(given: Omit<ApiDeps, 'texts'>, table: readonly Route[] = routes): HttpFunction {
  const deps = { ...given, texts };
  const { answer } = answerBy({ ...deps, access: accessTo(deps) }, table);
  return below(deps, answeringHead(compressing(answer)));
}

let known: Promise<Texts> | undefined;

/** Made on first use, because it takes longer than a start may. */
const texts = (): Promise<Texts> => {
  known ??= import('./openapi/make-texts.ts').then(({ makeTexts }) => makeTexts());
  return known;
};
