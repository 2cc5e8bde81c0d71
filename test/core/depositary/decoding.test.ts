import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decode, isGarbled } from '../../../functions/core/depositary/decoding.ts';
import { unwrap } from '../../../functions/core/depositary/unwrapping.ts';
import { pageIn } from '../../../functions/core/depositary/web-archive.ts';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const swapped = (text: string) => utf16(text).swap16();
const page = `<html><body>${'x'.repeat(40)}</body></html>`;

describe('bytes are text', () => {
  test.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from('<p>é'), '<p>é'],
    ['UTF-16 with a mark', utf16('\ufeff<p>é'), '<p>é'],
    ['UTF-16 the other way with a mark', swapped('\ufeff<p>é'), '<p>é'],
    ['UTF-16 without a mark', utf16(page), page],
    ['UTF-16 the other way without a mark', swapped(page), page],
    [
      'windows-1252, though called iso-8859-1',
      Buffer.from('<meta charset="iso-8859-1">\x93é\x94', 'latin1'),
      '<meta charset="iso-8859-1">“é”',
    ],
    [
      'the charset that they name',
      Buffer.from('<?xml encoding="windows-1251"?>\xc4\xe0', 'latin1'),
      '<?xml encoding="windows-1251"?>Да',
    ],
    ['no markup, of a spreadsheet', Buffer.from('Côte', 'latin1'), 'Côte'],
  ])('in %s', (_, bytes, text) => expect(decode(bytes)).toEqual({ text, faults: [] }));

  test.each<[string, Uint8Array]>([
    ['the first half of a mark', Buffer.from('\xffé<', 'latin1')],
    ['the second half of a mark', Buffer.from('xþ', 'latin1')],
    ['the second half of a mark the other way', Buffer.from('xÿ', 'latin1')],
    ['the first half of a mark the other way', Buffer.from('\xfex', 'latin1')],
  ])('in windows-1252 with %s', (_, bytes) =>
    expect(decode(bytes).text).toBe(Buffer.from(bytes).toString('latin1')),
  );

  test.each([
    ['of which half are zeros in no order', Buffer.from('a\0'.repeat(16) + '\0a'.repeat(16), 'latin1')],
    ['that are too few to tell', utf16('<html>')],
    ['of zeros alone', Buffer.alloc(64)],
    ['of which fewer are zeros', Buffer.from(`${'a\0'.repeat(31)}ab`, 'latin1')],
  ])('in UTF-8, %s', (_, bytes) => expect(decode(bytes).text).toBe(bytes.toString('utf8')));

  test.each(['<p>\xe9', '<meta charset="utf-8">\xe9', '<meta charset="no-such-thing">\xe9', ' \n<p>\xe9'])(
    'of markup that does not say so are a fault: %s',
    (text) =>
      expect(decode(Buffer.from(text, 'latin1')).faults).toEqual([
        'Its bytes are not in UTF-8, although it does not say so.',
      ]),
  );
});

test.each([
  ['TÃ¼rkiye', true],
  ['C\ufffdte', true],
  ['T?rkiye', true],
  ['Côte d’Ivoire', false],
  ['Who?', false],
  ['São Tomé', false],
])('%s is garbled: %s', (name, expected) => expect(isGarbled(name)).toBe(expected));

describe('what is around a document is taken off', () => {
  const text = (bytes: Uint8Array) => {
    const unwrapped = unwrap(bytes, 2048);
    return 'fault' in unwrapped ? unwrapped.fault : Buffer.from(unwrapped.bytes).toString('latin1');
  };

  test('up to a size, folded or unfolded', () => {
    expect(text(Buffer.alloc(2048, 'x'))).toBe('x'.repeat(2048));
    expect(text(Buffer.alloc(2049, 'x'))).toMatch(/^It is larger than/);
    expect(text(gzipSync(Buffer.alloc(2048, 'x')))).toBe('x'.repeat(2048));
    expect(text(gzipSync(Buffer.alloc(4096, 'x')))).toMatch(/^It unfolds to more than/);
  });

  test('where it begins as that does', () => {
    expect(text(Buffer.from('\x1fx', 'latin1'))).toBe('\x1fx');
    expect(text(Buffer.from('x\x8b', 'latin1'))).toBe('x\x8b');
  });
});

describe('a page in a web archive', () => {
  const archive = (headers: string, body: string) =>
    `Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b\n${headers}\n\n${body}`;
  const html = (encoding: string, body: string) =>
    Buffer.from(pageIn(archive(`Content-Type: text/html\n${encoding}`, body)) ?? []).toString('latin1');

  test.each([
    ['Content-Transfer-Encoding: quoted-printable', 'a=3Db=\nc=3d', 'a=bc='],
    ['Content-Transfer-Encoding: quoted-printable', 'a=\r\nb', 'ab'],
    ['Content-Transfer-Encoding: Quoted-Printable', 'a=zz=4', 'a'],
    ['Content-Transfer-Encoding: base64', 'YT1i', 'a=b'],
    ['Content-Transfer-Encoding: 8bit', 'a=3D', 'a=3D'],
    ['X-Nothing: x', 'a=3D', 'a=3D'],
  ])('%s: %j is %j', (encoding, body, expected) => expect(html(encoding, body)).toBe(expected));

  test('is none without a boundary, a page or an end of the headers', () => {
    expect(pageIn('Content-Type: multipart/related\n\nContent-Type: text/html\n\nx')).toBeUndefined();
    expect(pageIn(archive('Content-Type: text/css', 'x'))).toBeUndefined();
    expect(pageIn('boundary=b\n\n--b\nContent-Type: text/html')).toBeUndefined();
    expect(pageIn('Content-Type: text/html\n\nx')).toBeUndefined();
  });
});
