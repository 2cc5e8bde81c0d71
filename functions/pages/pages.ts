import type { APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import { answering, answeringHead, type HttpFunction } from '../lib/http/answering.ts';
import { below } from '../lib/http/base-path.ts';
import { encoded, takenBy } from '../lib/http/encoding.ts';
import type { Answered } from '../lib/http/event.ts';
import { refusing } from '../lib/http/problem.ts';
import { createSharing } from '../lib/http/sharing/sharing.ts';
import { stampOf } from '../store/record/head.ts';
import { splitLanguage } from './asking/language.ts';
import type { PagesDeps } from './deps.ts';
import { pageHeaders } from './http/headers.ts';
import { queryIn, questionOf, wantsHtml } from './http/question.ts';
import { weightOf } from './routes.ts';
import { createSite } from './site.ts';

/** The pages, in three languages, and the record as files: a Lambda function behind an HTTP API. */
export function createPages(deps: PagesDeps): HttpFunction {
  const { store, now, version, log } = deps;
  const stamp = async () => stampOf(await store.record.head());
  const sharing = createSharing(deps.clientLimit);
  const app = createSite(deps, sharing);
  const isTooMuch = (event: Event) => sharing.isFull() && isCostly(event);
  const answer = answering({ app, stamp, now, version, refused: refusing(log), isTooMuch });

  const page: HttpFunction = async (event) => {
    const question = questionOf(event);
    if ('location' in question) return seeOther(question.location);
    const answered = await shown(deps, event, await answer(question.event));
    const takes = takenBy(event.headers['accept-encoding']);
    return event.rawPath === '/' ? varied(await encoded(answered, takes)) : encoded(answered, takes);
  };
  return below(deps, answeringHead(page));
}

const isCostly = ({ rawPath, rawQueryString }: Event): boolean =>
  weightOf(splitLanguage(rawPath).rest, queryIn(rawQueryString)).isCostly;

/** Turns a problem into a page for a browser. */
async function shown(deps: PagesDeps, event: Event, answered: Answered): Promise<Answered> {
  if (answered.headers['content-type'] !== 'application/problem+json' || !wantsHtml(event)) return answered;
  const { refusalPage } = await import('./refusal.ts');
  return refusalPage(deps, event, answered);
}

const onLanguage = 'accept, accept-language, accept-encoding';

const varied = (answered: Answered): Answered => ({
  ...answered,
  headers: { ...answered.headers, vary: onLanguage },
});

const seeOther = (location: string): Answered => ({
  statusCode: 302,
  headers: { ...pageHeaders, location, 'cache-control': 'no-cache', vary: onLanguage },
  body: '',
});
