import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Answered } from './event.ts';
import { unpacked } from './packing.ts';
import { bytesAsSentOf, fitsInAnswer, largestAnswer } from './size.ts';

type Encoding = 'br' | 'gzip' | 'identity';

/** The longest list that is parsed, because no honest client sends a longer one. */
const mostOffers = 30;

/** Which encodings a client takes (RFC 9110, section 12.5.3). */
export type Takes = (encoding: 'br' | 'gzip') => boolean;

export function takenBy(accepted: string | undefined): Takes {
  const offers = new Map(
    (accepted ?? '').split(',', mostOffers).map((part) => {
      const [name = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
      const quality = parameters.find((one) => one.startsWith('q='))?.slice(2) ?? '1';
      return [name, Number(quality)];
    }),
  );
  return (name) => (offers.get(name) ?? 0) > 0;
}

const bestOf = (takes: Takes): Encoding => (takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity');

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Bytes below which compression saves less than its header costs. */
const least = 600;

const isText = (type = ''): boolean => /^text\/|json|xml|javascript|svg|calendar/.test(type);

/** A remembered answer is compressed once for each encoding. */
const made = new WeakMap<Answered, Map<Encoding, Promise<Answered>>>();

/**
 * Compresses an answer, because an HTTP API does not. An answer too large for Lambda goes out in gzip even to
 * a client that did not ask, because most programs read it.
 */
export function encoded(answer: Answered, takes: Takes): Promise<Answered> | Answered {
  if (answer.headers['content-encoding']) return takes('gzip') ? asPacked(answer) : asUnpacked(answer, takes);
  const { body, headers, isBase64Encoded } = answer;
  if (isBase64Encoded || body.length < least || !isText(headers['content-type'])) return answer;
  const encoding = bestOf(takes);
  const before = made.get(answer) ?? new Map<Encoding, Promise<Answered>>();
  const result =
    before.get(encoding) ??
    inEncoding(answer, encoding === 'identity' && !fitsInAnswer(body) ? 'gzip' : encoding);
  made.set(answer, before.set(encoding, result));
  return result;
}

async function inEncoding(
  given: Answered,
  encoding: Encoding,
  body: string | Uint8Array = given.body,
  level = 5,
): Promise<Answered> {
  if (encoding === 'identity') return { ...given, headers: { ...given.headers, vary } };
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: level } };
  const bytes = encoding === 'br' ? await toBrotli(body, quality) : await toGzip(body);
  const headers = {
    ...given.headers,
    'content-encoding': encoding,
    'content-length': String(bytes.length),
  };
  return { ...given, headers: varying(headers), body: bytes.toString('base64'), isBase64Encoded: true };
}

const asPacked = (answer: Answered): Answered => ({ ...answer, headers: varying(answer.headers) });

/** What was packed, for one who takes no gzip: in full, or where Lambda would not let that through, all the same in gzip. */
async function asUnpacked(answer: Answered, takes: Takes): Promise<Answered> {
  const { 'content-encoding': _, ...headers } = answer.headers;
  const bytes = await unpacked(answer.body);
  const plain = { statusCode: answer.statusCode, headers: { ...headers, vary } };
  if (takes('br')) return inEncoding({ ...plain, body: '' }, 'br', bytes, quick);
  const whole = { ...plain, headers: { ...plain.headers, 'content-length': String(bytes.length) } };
  if (bytes.length * base64 <= largestAnswer)
    return { ...whole, body: bytes.toString('base64'), isBase64Encoded: true };
  return bytesAsSentOf(bytes) <= largestAnswer ? { ...whole, body: bytes.toString() } : asPacked(answer);
}

/** Characters a byte. */
const base64 = 4 / 3;

/** Of brotli, for what is large. */
const quick = 1;

const vary = 'accept-encoding';

/** One tag for the same page in several encodings is a weak one (RFC 9110, section 8.8.3.3). */
function varying({ etag, ...headers }: Answered['headers']): Answered['headers'] {
  if (!etag) return { ...headers, vary };
  return { ...headers, etag: etag.startsWith('W/') ? etag : `W/${etag}`, vary };
}
