import * as z from 'zod';
import { DomainError, type ErrorCode } from '../../core/errors.ts';
import type { Log } from '../log.ts';
import { commonHeaders } from './headers.ts';

export const httpStatusOf = {
  'malformed-request': 400,
  'bad-cursor': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'already-recorded': 409,
  'idempotency-conflict': 409,
  conflict: 409,
  'limit-reached': 409,
  'not-verified': 409,
  'not-active': 409,
  'still-pending': 409,
  'replay-running': 409,
  'link-void': 410,
  'precondition-failed': 412,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'invalid-input': 422,
  'act-not-open': 422,
  'effect-before-act': 422,
  'date-out-of-range': 422,
  'source-missing': 422,
  'unknown-value': 422,
  'reference-invalid': 422,
  'url-refused': 422,
  'precondition-required': 428,
  'too-many-requests': 429,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

export const errorCodes = Object.keys(httpStatusOf) as ErrorCode[];

const ProblemFault = z.lazy(() =>
  z.object({
    pointer: z.string().optional().describe('Where in the body (RFC 6901).'),
    parameter: z.string().optional().describe('Which query parameter or header.'),
    detail: z.string(),
  }),
);

export const Problem = z.lazy(() =>
  z
    .looseObject({
      type: z.string().describe('Stable: branch on this.'),
      title: z.string(),
      status: z.number().int(),
      detail: z.string().optional(),
      errors: z.array(ProblemFault).optional(),
    })
    .meta({ id: 'Problem', description: 'A refusal as RFC 9457 has it. Some types carry further members.' }),
);
export type Problem = z.infer<typeof Problem>;

export const problemType = 'application/problem+json';

/**
 * Answers any error as RFC 9457. An error that is no refusal of ours is logged, and its details are kept from
 * the caller.
 */
export const refusing =
  (log: Log) =>
  (error: unknown): Response => {
    if (!(error instanceof DomainError)) log.error('request failed', { error });
    return problemOf(error);
  };

function problemOf(error: unknown): Response {
  const refusal = error instanceof DomainError ? error : busy(error);
  if (!refusal) return asProblem(500, { type: 'about:blank', title: 'Internal Server Error', status: 500 });
  const { code, message, errors, members } = refusal;
  const status = httpStatusOf[code];
  const problem = {
    type: `/problems/${code}`,
    title: problemTitle(code),
    status,
    detail: message,
    ...(errors.length && { errors }),
    ...members,
  };
  return asProblem(status, problem, headersOf(refusal));
}

export const problemTitle = (code: ErrorCode): string =>
  (code.charAt(0).toUpperCase() + code.slice(1)).replaceAll('-', ' ');

const asProblem = (status: number, problem: Problem, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(problem), {
    status,
    headers: { ...commonHeaders, 'content-type': problemType, 'cache-control': 'no-store', ...headers },
  });

/** The headers that go with a refusal, partly from its members. */
function headersOf({ code, members }: DomainError): Record<string, string> {
  const realm = 'Bearer realm="Treaty Ratification Tracker"';
  switch (code) {
    case 'unauthenticated':
      return { 'www-authenticate': members.error ? `${realm}, error="${members.error}"` : realm };
    case 'forbidden':
      return { 'www-authenticate': `${realm}, error="insufficient_scope", scope="${members.scope}"` };
    case 'method-not-allowed':
      return { allow: String(members.allow) };
    case 'too-many-requests':
    case 'replay-running':
    case 'unavailable':
      return { 'retry-after': String(members.retryAfter ?? 1) };
    default:
      return {};
  }
}

const passing = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'ECONNREFUSED',
  'ECONNRESET',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** The refusal for trouble of the table that will pass, so that the caller may try again. */
function busy(error: unknown): DomainError | undefined {
  return namesOf(error).some((name) => passing.has(name))
    ? new DomainError('unavailable', 'The record cannot be reached at the moment; try again shortly.')
    : undefined;
}

/** The names of an error; a cancelled transaction names a reason for each item. */
function namesOf(error: unknown): string[] {
  const { name, code, CancellationReasons = [] } = (error ?? {}) as Trouble;
  const reasons = CancellationReasons.map(({ Code }) => Code);
  return [name, code, ...reasons].filter((each) => each !== undefined);
}

type Trouble = { name?: string; code?: string; CancellationReasons?: { Code?: string }[] };
