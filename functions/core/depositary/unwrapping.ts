import { gunzipSync } from 'node:zlib';
import { pageIn } from './web-archive.ts';

/** A document's bytes without what a browser or archiver put around them, or why there is none to read. */
export type Unwrapped = { bytes: Uint8Array } | { fault: string };

/** Formats that no reader takes, by their first bytes. */
const strange: readonly (readonly [string, string])[] = [
  ['%PDF-', 'It is a PDF: only HTML, XML and CSV are read.'],
  ['PK\x03\x04', 'It is a ZIP archive or an office document: only HTML, XML and CSV are read.'],
  ['bplist00', 'It is a web archive of Safari: save the page as its source.'],
  ['\x89PNG', 'It is a picture.'],
  ['\xff\xd8\xff', 'It is a picture.'],
  ['GIF8', 'It is a picture.'],
];

/** Unpacks gzip, and the single file in which a browser saves a page with its pictures (MHTML, RFC 2557). */
export function unwrap(bytes: Uint8Array, most: number): Unwrapped {
  if (bytes.byteLength > most) return { fault: `It is larger than ${most / 1024 / 1024} MB.` };
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const unfolded = isGzip ? unfold(bytes, most) : { bytes };
  return 'bytes' in unfolded ? unarchive(unfolded.bytes) : unfolded;
}

function unarchive(bytes: Uint8Array): Unwrapped {
  if (bytes.byteLength === 0) return { fault: 'It is empty.' };
  const start = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  const fault = strange.find(([beginning]) => start.startsWith(beginning))?.[1];
  if (fault) return { fault };
  if (!/^content-type:\s*multipart\/related\b/im.test(start)) return { bytes };
  const page = pageIn(Buffer.from(bytes).toString('latin1'));
  return page ? { bytes: page } : { fault: 'It is a web archive without a page.' };
}

/** Decompresses up to `most` bytes, because a few kilobytes may unfold into gigabytes. */
function unfold(bytes: Uint8Array, most: number): Unwrapped {
  try {
    return { bytes: gunzipSync(bytes, { maxOutputLength: most }) };
  } catch (error) {
    const isTooLarge = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    return {
      fault: isTooLarge
        ? `It unfolds to more than ${most / 1024 / 1024} MB.`
        : 'It is compressed, and cut off or damaged.',
    };
  }
}
