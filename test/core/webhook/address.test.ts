import { describe, expect, test } from 'vitest';
import { block, isIn, isSameAddress, parseAddress } from '../../../functions/core/webhook/guard/address.ts';
import { loopbackAllowed, publicOnly } from '../../../functions/core/webhook/guard/address-policy.ts';
import { retryAfter } from '../../../functions/core/webhook/sending/retry-after.ts';

const bytes = (text: string): number[] => Array.from(parseAddress(text) ?? []);

describe('an address', () => {
  test.each([
    ['1.2.3.4', [1, 2, 3, 4]],
    ['::', new Array(16).fill(0)],
    ['::1', [...new Array(15).fill(0), 1]],
    ['1::', [0, 1, ...new Array(14).fill(0)]],
    ['1:2:3:4:5:6:7::', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0]],
    ['1:2:3:4:5:6:1.2.3.4', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 1, 2, 3, 4]],
    ['::ffff:1.2.3.4', [...new Array(10).fill(0), 255, 255, 1, 2, 3, 4]],
    ['abCD::12ef', [0xab, 0xcd, ...new Array(12).fill(0), 0x12, 0xef]],
  ])('is its bytes: %s', (text, expected) => {
    expect(bytes(text)).toEqual(expected);
  });

  test.each([
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7',
    '1::2::3',
    '1:2:3:4:5:6:7:8::',
    '::1:2:3:4:5:6:7:8',
    '1.2.3.4::',
    '1:1.2.3.4::1',
    '::1.2.3.4:1',
    '12345::',
    'g::',
    '',
  ])('is none: %s', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  test('is the same as another of the same bytes alone', () => {
    const same = (a: string, b: string) =>
      isSameAddress(Uint8Array.from(bytes(a)), Uint8Array.from(bytes(b)));
    expect([same('1.2.3.4', '1.2.3.4'), same('::1', '0:0::1')]).toEqual([true, true]);
    expect([same('1.2.3.4', '1.2.3.5'), same('0.0.0.0', '::'), same('::', '0.0.0.0')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test.each([
    ['10.1.2.3', '10.1.2.0/24', true],
    ['10.1.3.0', '10.1.2.0/24', false],
    ['10.1.2.127', '10.1.2.0/25', true],
    ['10.1.2.128', '10.1.2.0/25', false],
    ['9.255.255.255', '10.0.0.0/8', false],
    ['1.2.3.4', '0.0.0.0/0', true],
    ['::', '0.0.0.0/8', false],
    ['0.0.0.0', '::/8', false],
    ['1.2.3.4', '1.2.3.4/32', true],
  ])('%s lies in %s: %s', (address, within, expected) => {
    expect(isIn(Uint8Array.from(bytes(address)), block(within))).toBe(expected);
  });

  test.each(['1.2.3.4', 'x/8', '/8', '1.2.3.4/'])('%s is no block', (text) => {
    expect(() => block(text)).toThrow(RangeError);
  });
});

/**
 * ISATAP has an IPv4 address in the last four bytes (RFC 5214, 6.1); a similar mark elsewhere means nothing.
 */
test.each([
  ['2a00::5efe:1.2.3.4', false],
  ['2a00::200:5efe:1.2.3.4', false],
  ['2a00::300:5efe:1.2.3.4', false],
  ['2a00::400:5efe:1.2.3.4', true],
  ['2a00::1:5efe:1.2.3.4', true],
  ['2a00::5fff:1.2.3.4', true],
  ['2a00::4efe:1.2.3.4', true],
  ['2a00::5e01:1.2.3.4', true],
])('to %s a connection may be opened: %s', (address, expected) => {
  expect(publicOnly().allows(address)).toBe(expected);
  expect(loopbackAllowed().allows(address)).toBe(expected);
});

describe('a Retry-After', () => {
  const now = '2026-11-24T12:00:00.000Z';
  const date = (time: string, day = '25') => retryAfter(`Wed, ${day} Nov 2026 ${time} GMT`, now);

  test.each([
    ['00:00:00', '2026-11-25T00:00:00.000Z'],
    ['11:59:59', '2026-11-25T11:59:59.000Z'],
    ['24:00:00', null],
    ['10:60:00', null],
    ['10:00:60', null],
  ])('as a date at %s', (time, expected) => {
    expect(date(time)).toBe(expected);
  });

  test('is at most a day and never past', () => {
    expect(date('10:00:00', '31')).toBeNull();
    expect(date('10:00:00', '28')).toBe('2026-11-25T12:00:00.000Z');
    expect(date('11:00:00', '24')).toBeNull();
    expect(retryAfter('0', now)).toBeNull();
    expect(retryAfter('1', now)).toBe('2026-11-24T12:00:01.000Z');
    expect(retryAfter(undefined, now)).toBeNull();
    expect(retryAfter('soon', now)).toBeNull();
  });
});
