import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parseJson } from '../../functions/core/json.ts';
import { decodeUtf8, lengthOf, normalised } from '../../functions/core/text.ts';

const bytes = (...of: number[]) => Uint8Array.from(of);
const utf16 = (text: string, bigEndian = false) => {
  const buffer = Buffer.from(text, 'utf16le');
  return bigEndian ? buffer.swap16() : buffer;
};

test('UTF-8 is read with a byte-order mark and without', () => {
  expect(decodeUtf8(Buffer.from('条约 é'), 'a.json')).toBe('条约 é');
  expect(decodeUtf8(Buffer.from('\ufeff条约'), 'a.json')).toBe('条约');
  expect(decodeUtf8(bytes(), 'a.json')).toBe('');
  expect(decodeUtf8(Buffer.from('a \ufffd is a sign too'), 'a.json')).toContain('\ufffd');
});

test.each<[string, Uint8Array, RegExp]>([
  [
    'GB18030',
    bytes(0x7b, 0x0a, 0xcc, 0xf5, 0xd4, 0xbc),
    /^a\.json is not UTF-8 \(line 2\), perhaps GB18030 or Latin-1; save it as UTF-8/,
  ],
  ['Latin-1', bytes(0x72, 0xe9, 0x73), /not UTF-8 \(line 1\)/],
  [
    'Latin-1 after a replacement character',
    Buffer.concat([Buffer.from('\ufffd\n\n'), bytes(0xe9)]),
    /line 3/,
  ],
  ['UTF-8 cut short', Buffer.from('条').subarray(0, 2), /not UTF-8/],
  ['UTF-16 with a mark', utf16('\ufeff{}'), /^a\.json is in UTF-16; save it as UTF-8\.$/],
  ['UTF-16 of the other order', utf16('\ufeff{}', true), /is in UTF-16/],
  ['UTF-16 without a mark', utf16('{"kind"'), /is in UTF-16/],
  ['UTF-16 of the other order without a mark', utf16('{"kind"', true), /is in UTF-16/],
  ['UTF-32', bytes(0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0), /is in UTF-32/],
  ['UTF-32 of the other order', bytes(0, 0, 0xfe, 0xff, 0, 0, 0, 0x7b), /is in UTF-32/],
  ['Big5', bytes(0xb1, 0xf8, 0xac, 0xf9), /not UTF-8 \(line 1\)/],
  ['gzip', gzipSync('{}'), /is compressed \(gzip\), not text; save it as UTF-8/],
  ['a Word document', Buffer.from('PK\u0003\u0004word'), /is a ZIP archive, as \.docx and \.xlsx are/],
  ['a PDF', Buffer.from('%PDF-1.7'), /is a PDF, not text/],
])('%s is refused by name, with what to do', (_, given, why) => {
  expect(() => decodeUtf8(given, 'a.json')).toThrowError(why);
});

test.each([
  ['{"text":"a\\u0000b"}', 'The body has in the member text NUL'],
  ['{"text":"\\ud800"}', 'The body has in the member text half a surrogate pair'],
  ['["\\udc00"]', 'The body has in the member 0 half a surrogate pair'],
  ['{"\\u0000":1}', 'The body has in the member'],
  ['{"a":1,"a":2}', 'The body has the member a twice; give it once.'],
  ['{"a":', 'The body is not well-formed JSON'],
  [' ', 'The body is empty; JSON is expected.'],
  ['['.repeat(20_000) + ']'.repeat(20_000), 'The body is nested too deeply.'],
])('%.30s is refused with the mend', (text, why) => {
  expect(() => parseJson(Buffer.from(text))).toThrowError(why);
});

test('characters are counted as people count them, and blanks do not tell texts apart', () => {
  expect(lengthOf('条😀x')).toBe(3);
  expect(normalised(' a\u3000b\r\n\r\nc ')).toBe('abc');
});
