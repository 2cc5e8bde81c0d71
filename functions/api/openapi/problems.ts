import type { ErrorCode } from '../../core/errors.ts';
import { statusOf, titleOf } from '../../lib/http/problem.ts';

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
  forbidden: ['The key has not the scope that `scope` names.', 'Ask the operator for a key that has it.'],
  'not-found': [
    'There is nothing by that path or id; what belongs to another owner is as absent as what never was.',
    'Check the spelling: ids and codes are case-sensitive where something is written. GET / says where to begin.',
  ],
  'method-not-allowed': [
    'The path exists, and not with this method.',
    'Use one of those that `allow` and the header Allow list.',
  ],
  'already-recorded': [
    'The same act is on record as `action`.',
    'Correct that one if it is wrong; a second statement of one day needs a text of its own.',
  ],
  'idempotency-conflict': [
    'The Idempotency-Key was sent within the last day with another request.',
    'Give each request a key of its own, and repeat a key only with the same body.',
  ],
  conflict: [
    'What the request is about has changed, or was taken back, in the meantime.',
    'Read it again, and decide anew.',
  ],
  'precondition-failed': [
    'The version that If-Match names is not the latest.',
    'Read it again and use its ETag.',
  ],
  'precondition-required': [
    'The request would overwrite without saying which version it has seen.',
    'Give If-Match with the ETag that you read, or If-None-Match: * to add.',
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
    'The request is well-formed, and does not fit: `errors` name each place.',
    'Correct the places by their `pointer` into the body, or their `parameter`.',
  ],
  'act-not-open': [
    'The instrument does not open this act to the State on that day; `openActs` list what it does.',
    'Check kind and day. If the depositary has it all the same, repeat with override.reason.',
  ],
  'effect-before-act': [
    'The effect is dated before the act, which only a succession, a correction or a communication may be.',
    'Check `doneOn` and `effectiveOn`; leave `effectiveOn` out to have it computed.',
  ],
  'date-out-of-range': [
    'A day is before the adoption of the instrument, in the future, or further from the act than ten years.',
    'Check the day. A far effect is recorded with override.reason.',
  ],
  'source-missing': [
    'A fact comes without a source.',
    'Give at least one in `sources`: title, url or symbol, seenOn, tier.',
  ],
  'unknown-value': [
    'A value is none of those on record, or of those that the member can have.',
    'The `errors` say which; lists such as /v1/instruments say what there is.',
  ],
  'reference-invalid': [
    'The action that the request refers to is missing, does not stand, or came later.',
    'Look it up in the record of the participation, and give its id.',
  ],
  'url-refused': [
    'No webhook may be sent to this URL; `rule` names the rule that it breaks.',
    'Give an https URL with a public name, on a usual port, without credentials or fragment.',
  ],
  'limit-reached': [
    'There are as many as may be, of subscriptions to a domain or of an owner, or of secrets that sign.',
    'Delete one that is not needed, wait until one has expired, or ask the operator for more.',
  ],
  'not-verified': [
    'The URL of the subscription has not yet answered its verification.',
    'GET the subscription to see why; POST …/verify sends another.',
  ],
  'not-active': [
    'The subscription is paused or disabled, for the `reason` given.',
    'POST …/enable lets it go on, and says what it missed.',
  ],
  'still-pending': [
    'The delivery is still being tried; its next attempt is due at `nextAttemptAt`.',
    'Nothing answers this any more: what waits can be sent by hand.',
  ],
  'replay-running': [
    'Another replay of the subscription is not over yet.',
    'Go on with its `next`, or try again after Retry-After.',
  ],
  'link-void': [
    'The link confirms nothing: it is used up, the URL was changed, or another verification was sent since.',
    'Use the link of the latest verification, or have another sent.',
  ],
  'too-many-requests': [
    'The key, the URL or the client has asked too often, or too many ask at once about earlier knowledge.',
    'Wait as long as Retry-After says. Answers that came before are free with If-None-Match.',
  ],
  unavailable: [
    'The record cannot be reached now.',
    'Try again after Retry-After; reads and keyed writes are safe to repeat.',
  ],
};

export type ProblemText = { type: string; title: string; status: number; means: string; remedy: string };

export const problemTexts: readonly ProblemText[] = (Object.keys(statusOf) as ErrorCode[]).map((code) => {
  const [means, remedy] = texts[code];
  return { type: `/problems/${code}`, title: titleOf(code), status: statusOf[code], means, remedy };
});
