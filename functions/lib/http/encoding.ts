import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Answered } from './event.ts';
import { fits } from './size.ts';

type Encoding = 'br' | 'gzip' | 'identity';

/** The longest list that is parsed, because no honest client sends a longer one. */
const mostOffers = 30;

/** The best encoding that a client accepts (RFC 9110, section 12.5.3). */
export function encodingFor(accepted: string | undefined): Encoding {
  const offers = new Map(
    (accepted ?? '').split(',', mostOffers).map((part) => {
      const [name = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
      const quality = parameters.find((one) => one.startsWith('q='))?.slice(2) ?? '1';
      return [name, Number(quality)];
    }),
  );
  const takes = (name: string): boolean => (offers.get(name) ?? 0) > 0;
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
}

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
export function encoded(answer: Answered, encoding: Encoding): Promise<Answered> | Answered {
  const { body, headers, isBase64Encoded } = answer;
  if (isBase64Encoded || body.length < least || !isText(headers['content-type'])) return answer;
  const before = made.get(answer) ?? new Map<Encoding, Promise<Answered>>();
  const result =
    before.get(encoding) ?? inEncoding(answer, encoding === 'identity' && !fits(body) ? 'gzip' : encoding);
  made.set(answer, before.set(encoding, result));
  return result;
}

/** The tag becomes weak, because it then stands for several encodings (RFC 9110, section 8.8.3.3). */
async function inEncoding(given: Answered, encoding: Encoding): Promise<Answered> {
  const headers: Answered['headers'] = { ...given.headers, vary: 'accept-encoding' };
  if (encoding === 'identity') return { ...given, headers };
  const { body } = given;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  const bytes = encoding === 'br' ? await toBrotli(body, quality) : await toGzip(body);
  const etag = headers.etag && !headers.etag.startsWith('W/') ? { etag: `W/${headers.etag}` } : {};
  return {
    ...given,
    headers: {
      ...headers,
      ...etag,
      'content-encoding': encoding,
      'content-length': String(bytes.length),
    },
    body: bytes.toString('base64'),
    isBase64Encoded: true,
  };
}
