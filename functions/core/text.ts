import { DomainError } from './errors.ts';

/**
 * Decodes UTF-8, with or without a byte-order mark; `what` names the input in the error.
 * @throws DomainError `malformed-request` for any other encoding, which would otherwise be recorded wrongly
 * for good
 */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  const other = otherUnicode(bytes);
  if (other) throw new DomainError('malformed-request', `${what} is in ${other}; ${save}.`);
  const form = otherForm(bytes);
  if (form) throw new DomainError('malformed-request', `${what} is ${form}, not text; ${save}.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const at = `line ${lineOf(bytes)}`;
    throw new DomainError(
      'malformed-request',
      `${what} is not UTF-8 (${at}), perhaps GB18030 or Latin-1; ${save} from the one it was written in: iconv -f GB18030 -t UTF-8 for Chinese, iconv -f LATIN1 -t UTF-8 for Western European text, and look at the result.`,
    );
  }
}

const save = 'save it as UTF-8';

/** Recognises UTF-16 and UTF-32 by a byte-order mark, or by the NULs that ASCII has in them. */
function otherUnicode(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16';
  if (a === 0xfe && b === 0xff) return 'UTF-16';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'UTF-32';
  const halves = (a === 0) !== (b === 0) && (c === 0) !== (d === 0) && (a === 0) === (c === 0);
  return bytes.length > 3 && halves ? 'UTF-16' : null;
}

/**
 * Names a file format by its first bytes, because a spreadsheet is often sent in place of the text within it.
 */
function otherForm(bytes: Uint8Array): string | undefined {
  const first = String.fromCharCode(...bytes.subarray(0, 4));
  const found = Object.entries(forms).find(([signature]) => first.startsWith(signature));
  return found?.[1];
}

const forms = {
  '\u001f\u008b': 'compressed (gzip)',
  '(\u00b5/\u00fd': 'compressed (zstd)',
  'PK\u0003\u0004': 'a ZIP archive, as .docx and .xlsx are',
  '\u00d0\u00cf\u0011\u00e0': 'an old Office document',
  '%PDF': 'a PDF',
};

/** The line, from 1, of the first bytes that are not UTF-8. */
function lineOf(bytes: Uint8Array): number {
  const read = new TextDecoder().decode(bytes);
  return read.slice(0, firstReplaced(bytes, read)).split('\n').length;
}

/** The index of the first replacement character that stands for invalid bytes, not for itself. */
function firstReplaced(bytes: Uint8Array, read: string): number {
  const encoder = new TextEncoder();
  for (let at = read.indexOf('\ufffd'); at >= 0; at = read.indexOf('\ufffd', at + 1)) {
    const from = encoder.encode(read.slice(0, at)).length;
    if (bytes[from] !== 0xef || bytes[from + 1] !== 0xbf || bytes[from + 2] !== 0xbd) return at;
  }
  return 0;
}

/** Gives each character one form, makes quotation marks and dashes alike, and drops zero-width characters. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/[‘’‚‛′´`]/g, "'")
    .replaceAll(/[“”„‟″]/g, '"')
    .replaceAll(/[‐-―−]/g, '-');

/** Drops what two copies of one text may differ in: line breaks and blanks. */
export const normalised = (text: string): string => plainText(text).replaceAll(/[\s\p{Cc}]+/gu, '');

/** Counts each character once, however it is encoded. */
export const lengthOf = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/** A character that no XML document can hold, however it is written (XML 1.0, section 2.2). */
export const nowhereInXml = /[^\t\n\r\u0020-\ufffd]/;

/** Drops control characters, which texts copied from a PDF may hold and feeds cannot carry. */
export const withoutControls = (text: string): string => text.replaceAll(new RegExp(nowhereInXml, 'g'), '');
