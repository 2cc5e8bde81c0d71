import type { Answer, FailureCode } from '../../core/webhook/sending/verdict.ts';

/**
 * A POST that failed, with the code that its owner sees. The cause is left out, because it may hold
 * addresses.
 */
export class PostingFailure extends Error {
  override name = 'PostingFailure';
  readonly code: FailureCode;

  constructor(code: FailureCode) {
    super(code);
    this.code = code;
  }
}

/** A failure of our own, such as too many open files; the receiver did nothing wrong. */
export class OurFault extends Error {
  override name = 'OurFault';
}

const ours = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EAGAIN'];

const bySystemCode: Record<string, FailureCode> = {
  ECONNREFUSED: 'connect_refused',
  ECONNRESET: 'connect_reset',
  EPIPE: 'connect_reset',
  ECONNABORTED: 'connect_reset',
  EHOSTUNREACH: 'connect_unreachable',
  ENETUNREACH: 'connect_unreachable',
  EHOSTDOWN: 'connect_unreachable',
  ENETDOWN: 'connect_unreachable',
  EADDRNOTAVAIL: 'connect_unreachable',
  EACCES: 'connect_unreachable',
  ETIMEDOUT: 'timeout',
};

/** Translates an error of Node's sockets, TLS or HTTP; `fallback` stands for one that is not known. */
export function asFailure(error: unknown, fallback: FailureCode): PostingFailure | OurFault {
  if (error instanceof PostingFailure || error instanceof OurFault) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (ours.includes(code)) return new OurFault(code);
  if (code.startsWith('HPE_')) return new PostingFailure('protocol_error');
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL')) return new PostingFailure('tls_error');
  return new PostingFailure(bySystemCode[code] ?? fallback);
}

export const answerOf = (failure: PostingFailure | OurFault): Exclude<Answer, { kind: 'answered' }> =>
  failure instanceof OurFault
    ? { kind: 'our-fault', reason: failure.message }
    : { kind: 'failed', code: failure.code };
