import type * as z from 'zod';
import { DomainError, type ErrorCode, type Fault } from '../core/errors.ts';

export const largestRequest = 64 * 1024;

/**
 * The parameters of a raw query.
 * @throws DomainError for a parameter that comes twice, and for text that is not percent-encoded UTF-8
 */
export function parseQuery(raw: string): Record<string, string> {
  const query = new Map<string, string>();
  for (const pair of raw.split('&').filter((part) => part !== '')) {
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    if (query.has(name)) refuseParameter(name, `${name} is given twice.`);
    query.set(name, at < 0 ? '' : decode(pair.slice(at + 1)));
  }
  return Object.fromEntries(query);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new DomainError('malformed-request', 'The query is not percent-encoded UTF-8.');
  }
}

export const refuseParameter = (
  parameter: string,
  detail: string,
  code: ErrorCode = 'invalid-input',
): never => {
  throw new DomainError(code, detail, { errors: [{ parameter, detail }] });
};

/** Parses a JSON body whose every text is well-formed Unicode without NUL, as the table and any reader can take it. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), wellFormed);
  } catch {
    throw new DomainError('malformed-request', 'The body is not well-formed JSON in UTF-8.');
  }
}

function wellFormed(name: string, value: unknown): unknown {
  for (const text of [name, value])
    if (typeof text === 'string' && (!text.isWellFormed() || text.includes('\0')))
      throw new Error('ill-formed');
  return value;
}

/** @throws DomainError with one fault for each thing wrong in a body, by JSON pointer */
export function checkBody<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issues = read.error.issues.flatMap((issue) => leaves(issue));
  const faults = issues.flatMap(({ issue, path }) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          pointer: pointerTo([...path, key]),
          detail: `${key} is not a known member.`,
        }))
      : [{ pointer: pointerTo(path), detail: detailOf(issue) }],
  );
  const noSource = issues.every(
    ({ issue, path }) => path.at(-1) === 'sources' && path.at(-2) !== 'filter' && issue.code !== 'too_big',
  );
  throw refusal(noSource ? 'source-missing' : 'invalid-input', 'The body is refused', faults);
}

/** @throws DomainError with one fault for each thing wrong in a query, by the parameter's name */
export function checkQuery<T>(schema: z.ZodType<T>, value: Record<string, string>): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const { issues } = read.error;
  const faults = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ parameter: key, detail: `${key} is not a known parameter.` }))
      : [{ parameter: String(issue.path[0]), detail: detailOf(issue) }],
  );
  const unknown = issues.every(({ code }) => code === 'invalid_value');
  throw refusal(unknown ? 'unknown-value' : 'invalid-input', 'The query is refused', faults);
}

/** Names the first fault's place, since many read nothing but the detail. */
function refusal(code: ErrorCode, what: string, errors: Fault[]): DomainError {
  const [first] = errors;
  const at = first?.parameter ?? first?.pointer;
  const detail = `${what}: ${at ? `${at.slice(0, 200)}: ` : ''}${first?.detail ?? 'it does not fit.'}`;
  return new DomainError(code, detail, { errors: errors.slice(0, 50) });
}

type Issue = z.core.$ZodIssue;

const detailOf = ({ code, message }: Issue): string =>
  code === 'invalid_type' && message.endsWith('received undefined') ? 'it is missing' : message;

type Placed = { issue: Issue; path: PropertyKey[] };

/** Of a union, the form that the input comes nearest to. */
function leaves(issue: Issue, above: PropertyKey[] = []): Placed[] {
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ issue, path }];
  const forms = issue.errors.map((form) => form.flatMap((inner) => leaves(inner, path)));
  return forms.reduce((nearest, form) => (form.length < nearest.length ? form : nearest));
}

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
