/** The first page within a web archive (MHTML), as it was served; undefined if there is none. */
export function pageIn(archive: string): Uint8Array | undefined {
  const boundary = /boundary="?([^"\r\n;]{1,70})"?/i.exec(archive.slice(0, 2048))?.[1];
  if (boundary === undefined) return undefined;
  const parts = archive.split(`--${boundary}`, mostParts);
  const page = parts.map(partOf).find(({ headers }) => /^content-type:\s*text\/html\b/im.test(headers));
  return page && decoded(page);
}

const mostParts = 500;

type MimePart = { headers: string; body: string };

function partOf(text: string): MimePart {
  const blank = /\r?\n\r?\n/.exec(text.slice(0, 8192));
  if (!blank) return { headers: '', body: '' };
  return { headers: text.slice(0, blank.index), body: text.slice(blank.index + blank[0].length) };
}

function decoded({ headers, body }: MimePart): Uint8Array {
  const encoding = /^content-transfer-encoding:\s*([\w-]+)/im.exec(headers)?.[1]?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  const bytes = Buffer.from(body, 'latin1');
  return encoding === 'quoted-printable' ? unquoted(bytes) : bytes;
}

const [equals, newline] = [0x3d, 0x0a];

/**
 * Decodes quoted-printable (RFC 2045, section 6.7): `=C3` is a byte, and `=` at the end of a line joins it to
 * the next.
 */
function unquoted(quoted: Buffer): Uint8Array {
  const bytes = Buffer.alloc(quoted.length);
  let length = 0;
  for (let at = 0; at < quoted.length; at += 1) {
    const [byte = 0, next, afterNext] = [quoted[at], quoted[at + 1], quoted[at + 2]];
    const code = byte === equals ? valueIn(next) * 16 + valueIn(afterNext) : byte;
    if (!Number.isNaN(code)) bytes[length++] = code;
    if (byte === equals) at += next === newline ? 1 : 2;
  }
  return bytes.subarray(0, length);
}

const digits = '0123456789ABCDEFabcdef';

/** The value of a hexadecimal digit, by its character code. */
const values = new Map([...digits].map((digit) => [digit.charCodeAt(0), Number.parseInt(digit, 16)]));
const valueIn = (byte: number | undefined): number => values.get(byte ?? 0) ?? Number.NaN;
