import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { stateOf } from '../../store/record/head.ts';
import type { ReadDeps } from '../deps.ts';
import type { Answered } from './answer.ts';
import { noneMatchNames, tagOf } from './etag.ts';
import { createMemory, type Kept } from './memory.ts';
import { publicCaching } from './serve.ts';

/** An answer of the router's, with the state of the record that it was made from, if it was. */
export type Asked = { answer: Answered; state: string | null };

const memoryLimit = 48 * 1024 * 1024;

type Today = { day: string; memory: ReturnType<typeof createMemory> };

/**
 * Answers questions that anyone may ask; beside the record, an answer hangs on the question and on what day it is.
 * Answers are remembered with the state of the record, so that one costs a read of the head and a look-up until the
 * record moves or the day is over. No path that was decoded to one with a `?` leads anywhere: it is not taken for a
 * question.
 */
export function createPublicReads(
  { store, version }: ReadDeps,
  ask: (event: APIGatewayProxyEventV2) => Promise<Asked>,
) {
  let today = { day: '', memory: createMemory(memoryLimit) };

  const askAnew = async (event: APIGatewayProxyEventV2, key: string, { day, memory }: Today) => {
    const { answer, state } = await ask(event);
    if (!isKept(answer)) return answer;
    const etag = answer.headers.etag ?? tagOf(version, state ?? answer.body, key, day);
    const tagged = { ...answer, headers: { ...answer.headers, etag } };
    memory.keep(key, { state, answer: tagged, unchanged: unchanged(etag) });
    return tagged;
  };

  return async (event: APIGatewayProxyEventV2, day: string): Promise<Answered> => {
    if (today.day !== day) today = { day, memory: createMemory(memoryLimit) };
    const asked = today;
    const { rawPath, rawQueryString } = event;
    if (rawPath.includes('?')) return (await ask(event)).answer;
    const key = rawQueryString ? `${rawPath}?${rawQueryString}` : rawPath;
    const kept = asked.memory.recall(key);
    const known = event.headers['if-none-match'];
    if (kept?.state === null) return recalled(kept, known);
    if (kept || known) {
      const state = stateOf(await store.record.head());
      if (kept?.state === state) return recalled(kept, known);
      const tag = tagOf(version, state, key, day);
      if (known && known !== '*' && noneMatchNames(known, tag)) return unchanged(tag);
    }
    return conditional(await askAnew(event, key, asked), known);
  };
}

const isKept = ({ status, headers }: Answered): boolean =>
  status === 200 && headers['cache-control'] === publicCaching;

function recalled({ answer, unchanged }: Kept, ifNoneMatch: string | undefined): Answered {
  const { etag } = unchanged.headers;
  return ifNoneMatch && etag && noneMatchNames(ifNoneMatch, etag) ? unchanged : answer;
}

function conditional(answer: Answered, ifNoneMatch: string | undefined): Answered {
  const { etag } = answer.headers;
  return ifNoneMatch && etag && noneMatchNames(ifNoneMatch, etag) ? unchanged(etag) : answer;
}

/**
 * Whoever has the answer has its other headers too (RFC 9110, section 15.4.5), what pages of other origins may read of
 * them among these; that they may is asked of each answer (Fetch, section 4.10).
 */
const unchanged = (etag: string): Answered => ({
  status: 304,
  headers: { 'access-control-allow-origin': '*', 'cache-control': publicCaching, etag },
  body: '',
});
