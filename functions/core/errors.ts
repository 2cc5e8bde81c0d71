export type ErrorCode =
  | 'malformed-request'
  | 'bad-cursor'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'already-recorded'
  | 'idempotency-conflict'
  | 'conflict'
  | 'precondition-failed'
  | 'precondition-required'
  | 'invalid-input'
  | 'act-not-open'
  | 'effect-before-act'
  | 'date-out-of-range'
  | 'source-missing'
  | 'unknown-value'
  | 'reference-invalid'
  | 'url-refused'
  | 'limit-reached'
  | 'not-verified'
  | 'not-active'
  | 'still-pending'
  | 'replay-running'
  | 'link-void'
  | 'too-many-requests'
  | 'unavailable';

/**
 * One fault in an input: where (`pointer` is RFC 6901 into the body, `parameter` a name in the query) and
 * why.
 */
export type Fault = { pointer?: string; parameter?: string; detail: string };

/** A refusal that the caller can act on, answered as a problem (RFC 9457). Anything else thrown is a bug. */
export class DomainError extends Error {
  override name = 'DomainError';
  readonly code: ErrorCode;
  readonly errors: Fault[];
  /** Further members of the problem, such as the rule that was broken. */
  readonly members: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, more: { errors?: Fault[] } & Record<string, unknown> = {}) {
    super(message);
    const { errors = [], ...members } = more;
    this.code = code;
    this.errors = errors;
    this.members = members;
  }
}

/** Throws a `DomainError` about one place in the body. */
export const refuseAt = (code: ErrorCode, pointer: string, detail: string, more?: object): never => {
  throw new DomainError(code, detail, { errors: [{ pointer, detail }], ...more });
};
