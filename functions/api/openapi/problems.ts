import type { ErrorCode } from '../../core/errors.ts';
import { errorCodes, httpStatusOf, problemTitle } from '../../lib/http/problem.ts';

/** What each problem means, and what the caller can do. */
const texts: Record<ErrorCode, readonly [means: string, remedy: string]> = {
  'malformed-request': [
    'The request cannot be read: its JSON, its percent-encoding, a header, or a body where none belongs.',
    'Send well-formed JSON in UTF-8 without control characters and without a member given twice, or no body with a GET.',
  ],
  'bad-cursor': [
    'The cursor is damaged, or was given for another question.',
    'Begin again without a cursor, and repeat the other parameters as they were on each page.',
  ],
  unauthenticated: [
    'The request needs a key and has none, or one that is unknown, damaged, expired or revoked.',
    'Send Authorization: Bearer trt_… with a key that the operator gave you.',
  ],
  forbidden: ['The key lacks the scope in `scope`.', 'Ask the operator for a key with it.'],
  'not-found': [
    'There is nothing at that path or with that id, or it belongs to another owner.',
    'Check the spelling; writes are case-sensitive. GET / says where to begin.',
  ],
  'method-not-allowed': [
    'The path exists, but not with this method.',
    'Use one of the methods in `allow` and in the header Allow.',
  ],
  'already-recorded': [
    'The same act is on record as `action`.',
    'Correct that action if it is wrong. A second statement on one day needs a text of its own.',
  ],
  'idempotency-conflict': [
    'The Idempotency-Key was sent within the last day with another request.',
    'Give each request a key of its own, and repeat a key only with the same body.',
  ],
  conflict: [
    'The thing that the request is about has changed, or was taken back, in the meantime.',
    'Read it again, and decide again.',
  ],
  'precondition-failed': [
    'The version that If-Match names is not the latest.',
    'Read it again and use its ETag.',
  ],
  'precondition-required': [
    'The request would overwrite a version without saying which one it has seen.',
    'Send If-Match with the ETag that you read, or If-None-Match: * to add.',
  ],
  'payload-too-large': [
    'The body is larger than the route takes: 64 KiB, or 1 MiB where texts are recorded.',
    'Send less at once.',
  ],
  'unsupported-media-type': [
    'The body is not application/json in UTF-8, or is compressed.',
    'Send Content-Type: application/json, without Content-Encoding.',
  ],
  'invalid-input': [
    'The request is well-formed but not valid; `errors` lists each place.',
    'Correct each place, found by its `pointer` into the body or its `parameter`.',
  ],
  'act-not-open': [
    'The instrument does not open this act to the State on that day; `openActs` lists those it does.',
    'Check the kind and the day. If the depositary recorded it all the same, repeat with override.reason.',
  ],
  'effect-before-act': [
    'The effect is dated before the act, which is possible only for a succession, a correction or a communication.',
    'Check `doneOn` and `effectiveOn`; without `effectiveOn` it is computed.',
  ],
  'date-out-of-range': [
    'A day is before the adoption of the instrument, in the future, or more than ten years after the act.',
    'Check the day. An effect more than ten years later needs override.reason.',
  ],
  'source-missing': [
    'A fact has no source.',
    'Give at least one in `sources`, with title, url or symbol, seenOn and tier.',
  ],
  'unknown-value': [
    'A value is not on record, or is not one that the member can have.',
    '`errors` says which; lists such as /v1/instruments show what exists.',
  ],
  'reference-invalid': [
    'The action that the request refers to is missing, does not stand, or came later.',
    'Look it up in the record of the participation, and send its id.',
  ],
  'url-refused': [
    'No webhook may be sent to this URL; `rule` names the rule that it breaks.',
    'Use an https URL with a public name, on a usual port, without credentials or fragment.',
  ],
  'limit-reached': [
    'A limit is reached: subscriptions to a domain or of an owner, or secrets that sign.',
    'Delete one that you do not need, wait until one expires, or ask the operator for more.',
  ],
  'not-verified': [
    'The URL of the subscription has not yet answered its verification.',
    'GET the subscription to see why; POST …/verify sends another.',
  ],
  'not-active': [
    'The subscription is paused or disabled, for the `reason` given.',
    'POST …/enable resumes it, and says what it missed.',
  ],
  'still-pending': [
    'The delivery is still being tried; its next attempt is due at `nextAttemptAt`.',
    'No route answers this any more, because a waiting delivery can be resent.',
  ],
  'replay-running': [
    'Another replay of the subscription is still running.',
    'Continue it with its `next`, or try again after Retry-After.',
  ],
  'link-void': [
    'The link no longer works: it was used, the URL was changed, or another verification was sent since.',
    'Use the link in the latest verification, or ask for another.',
  ],
  'too-many-requests': [
    'The key, the URL or the client has asked too often, or too many slow questions wait.',
    'Wait as long as Retry-After says. Repeating an earlier question with If-None-Match is free.',
  ],
  unavailable: [
    'The record cannot be reached at the moment.',
    'Try again after Retry-After; reads and keyed writes are safe to repeat.',
  ],
};

export type ProblemText = { type: string; title: string; status: number; means: string; remedy: string };

export const problemTexts: readonly ProblemText[] = errorCodes.map((code) => {
  const [means, remedy] = texts[code];
  return { type: `/problems/${code}`, title: problemTitle(code), status: httpStatusOf[code], means, remedy };
});
