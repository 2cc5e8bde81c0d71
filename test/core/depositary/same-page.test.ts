import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { statusFile } from '../../support/depositary/other-documents.ts';
import { statusPage } from '../../support/depositary/status-page.ts';
import { read } from './reading.ts';

const page = statusPage();
const utf16 = Buffer.from(page, 'utf16le');
const swapped = Buffer.from(utf16).swap16();
const marked = (mark: number[], bytes: Buffer) => Buffer.concat([Buffer.from(mark), bytes]);
const references = (text: string) => text.replace(/[^\0-\xff]/g, (letter) => `&#${letter.codePointAt(0)};`);
const latin = (charset: string) =>
  Buffer.from(references(page).replace('charset=utf-8', `charset=${charset}`), 'latin1');

const quotedPrintable = (text: string) =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[=\x80-\xff]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/.{70}(?![0-9A-F])/g, '$&=\r\n');
const archived = (body: string, encoding: string) =>
  [
    'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Boundary--x----"\r\n\r\n',
    `Content-Type: text/html\r\nContent-Transfer-Encoding: ${encoding}\r\nContent-Location: https://example.org/\r\n\r\n${body}\r\n`,
    'Content-Type: text/css\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html>\r\n',
    '--',
  ].join('------Boundary--x----\r\n');

test.each<[string, string | Uint8Array]>([
  ['in UTF-8 with a mark', marked([0xef, 0xbb, 0xbf], Buffer.from(page))],
  ['in UTF-16', marked([0xff, 0xfe], utf16)],
  ['in UTF-16 the other way', marked([0xfe, 0xff], swapped)],
  ['in UTF-16 without a mark', utf16],
  ['in UTF-16 the other way without a mark', swapped],
  ['in windows-1252, and saying so', latin('windows-1252')],
  ['in iso-8859-15, and saying so', latin('iso-8859-15')],
  ['compressed', gzipSync(page)],
  ['in a web archive', archived(quotedPrintable(page), 'quoted-printable')],
  ['in a web archive, in base64', archived(Buffer.from(page).toString('base64'), 'base64')],
  ['with ends of lines of its own', page.replaceAll('\n', '\r\n')],
  ['without ends of lines', page.replace(/>\s+</g, '><').replace(/\s+/g, ' ')],
  [
    'with the ids of earlier pages',
    page.replaceAll('ContentPlaceHolder1_ContentPlaceHolderInnerPage_', 'ContentPlaceHolder1_'),
  ],
  [
    'from an archive of the web',
    page
      .replace('action="./', 'action="https://archive.example/web/2026/https://treaties.un.org/Pages/')
      .replace('<body>', '<body><div id="toolbar"><table><tr><td>1 Jan 2000 a</td></tr></table></div>')
      .concat('<!-- FILED -->'),
  ],
  ['saved with a remark before it', `<!-- saved from url=(0097)https://treaties.un.org/ -->\n${page}`],
  [
    'relative to another address',
    page.replace('<head>', '<head><base href="https://treaties.un.org/Pages/">'),
  ],
])('a page %s is the same page', (_, document) => {
  expect(read(document)).toEqual(read(page));
  expect(read(document).whole).toBe(true);
});

test.each<[string, Uint8Array]>([
  ['compressed', gzipSync(statusFile())],
  ['with a remark before it', Buffer.concat([Buffer.from('<!-- kept -->\n'), statusFile()])],
])('a status file %s is the same file', (_, document) => expect(read(document)).toEqual(read(statusFile())));

test.each<[string, string | Uint8Array, RegExp]>([
  ['a PDF', '%PDF-1.7\n%âãÏÓ', /^It is a PDF/],
  ['an office document', 'PK\x03\x04\x14', /^It is a ZIP archive or an office document/],
  ['an archive of Safari', 'bplist00\xd1', /^It is a web archive of Safari/],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47]), /^It is a picture/],
  ['half of a compressed page', gzipSync(page).subarray(0, 900), /^It is compressed, and cut off or damaged/],
  ['a zip bomb', gzipSync(Buffer.alloc(21 * 1024 * 1024)), /^It unfolds to more than 20 MB/],
  [
    'a web archive without a page',
    archived('', '7bit').replace('text/html\r\n', 'text/css\r\n'),
    /without a page/,
  ],
  [
    'the source of a page as a browser shows it',
    `<html><body><table><tr><td class="line-content"><span class="html-tag">&lt;table id="ctl00_tblgrid"&gt;</span></td></tr></table></body></html>`,
    /^It is the source of a page/,
  ],
  [
    'another page of the same site',
    '<html><head><title>Participants tblgrid</title></head><body><a href="#rptTreaty">x</a></body></html>',
    /“Participants tblgrid”/,
  ],
])('%s is told to be that, and nothing else is said of it', (_, document, reason) => {
  const { reference, whole, reasons, rows } = read(document);
  expect({ reference, whole, rows }).toEqual({ reference: null, whole: false, rows: [] });
  expect(reasons).toEqual([expect.stringMatching(reason)]);
});
