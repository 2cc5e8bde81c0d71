import { createHash } from 'node:crypto';
import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import { bytesAsSent, fitsInAnswer, largestAnswer } from '../../lib/http/size.ts';

/** Entries of a page at most. */
export const mostEntries = 200;

/** A whole number in a query, from `from` to `to`. */
export const numeral = (from: number, to: number) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/, `a whole number from ${from} to ${to} is expected`)
    .transform(Number)
    .refine((value) => value >= from && value <= to, {
      error: `a whole number from ${from} to ${to} is expected`,
    })
    .meta({
      override: ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
        delete jsonSchema.pattern;
        const format = to < 2 ** 31 ? 'int32' : 'int64';
        Object.assign(jsonSchema, { type: 'integer', format, minimum: from, maximum: to });
      },
    });

export const paging = {
  limit: numeral(1, mostEntries)
    .optional()
    .meta({ description: `How many entries at most; ${mostEntries} where absent.` }),
  cursor: z
    .string()
    .max(500)
    .optional()
    .meta({ description: 'The `next` of the page before, with the same parameters otherwise.' }),
};

/** A list: `next` is the next page's cursor, `sequence` the last change that the answer includes. */
export const listOf = <T extends z.ZodType>(entry: T) =>
  z.object({ data: z.array(entry), next: z.string().nullable(), sequence: z.number().int() });

type Place = { req: { path: string }; var: { given: Record<string, string> } };
type Paged = Place & {
  req: { valid: (target: 'query') => { limit?: number | undefined; cursor?: string | undefined } };
};

/**
 * The requested page of `entries`, which are ordered by key. A cursor is the last key of the page before,
 * bound to its question: it survives insertions, and a forged one reveals only a later page. `isMore` says
 * that more entries follow that were not read.
 * @throws DomainError `bad-cursor`
 */
export function pageOf<T>(
  entries: readonly T[],
  keyOf: (entry: T) => string,
  c: Paged,
  sequence: number,
  isMore = false,
) {
  const { limit = mostEntries } = c.req.valid('query');
  const question = questionOf(c);
  const after = placeOf(c);
  const sorted = entries
    .map((entry) => ({ entry, key: keyOf(entry) }))
    .filter(({ key }) => key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = fitting(sorted.slice(0, limit));
  const last = page.at(-1);
  const next = last && (isMore || sorted.length > page.length) ? makeCursor(last.key, question) : null;
  return {
    body: { data: page.map(({ entry }) => entry), next, sequence },
    headers: nextLink(c, next === null ? {} : { cursor: next }),
  };
}

/** The last key of the page before; empty at the start. @throws DomainError `bad-cursor` */
export function placeOf(c: Paged): string {
  const { cursor } = c.req.valid('query');
  return cursor === undefined ? '' : readCursor(cursor, questionOf(c));
}

/** As many entries as fit into one answer, and at least one. */
function fitting<E extends { entry: unknown }>(entries: readonly E[]): readonly E[] {
  if (fitsInAnswer(JSON.stringify(entries))) return entries;
  let bytes = 0;
  const isBeyond = ({ entry }: E): boolean => {
    bytes += bytesAsSent(JSON.stringify(entry)) + 1;
    return bytes > largestAnswer;
  };
  const beyond = entries.findIndex(isBeyond);
  return beyond < 0 ? entries : entries.slice(0, Math.max(beyond, 1));
}

/**
 * `Link: <…>; rel="next"`: the request's own parameters with `changed` replaced. Empty if nothing changes.
 */
export function nextLink(c: Place, changed: Record<string, string>) {
  if (Object.keys(changed).length === 0) return {};
  const query = new URLSearchParams({ ...c.var.given, ...changed });
  return { link: `<${c.req.path}?${query}>; rel="next"` };
}

function questionOf(c: Place): string {
  const { limit: _, cursor: __, ...rest } = c.var.given;
  return JSON.stringify([c.req.path, Object.entries(rest).sort()]);
}

const seal = (key: string, question: string): string =>
  createHash('sha256').update(`${question}\n${key}`).digest('base64url').slice(0, 11);

const makeCursor = (key: string, question: string): string =>
  Buffer.from(`${seal(key, question)}${key}`).toString('base64url');

function readCursor(cursor: string, question: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  const key = text.slice(11);
  if (makeCursor(key, question) === cursor) return key;
  throw new DomainError('bad-cursor', 'The cursor is damaged, or belongs to another question.');
}
