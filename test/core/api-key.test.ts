import { describe, expect, test } from 'vitest';
import {
  type ApiKey,
  hashSecret,
  isSealedBy,
  isSecretOf,
  lapsed,
  parseKey,
  sealOf,
} from '../../functions/core/api-key.ts';

const key: ApiKey = {
  id: '01GNQ3T0G00000000000000001',
  owner: 'desk',
  name: '',
  scopes: [],
  secretHash: '',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'test',
  expiresAt: null,
  revokedAt: null,
  lastUsedOn: null,
};
const at = '2026-06-01T00:00:00.000Z';

test.each([
  ['a moment before it expires', { expiresAt: at }, '2026-05-31T23:59:59.999Z', null],
  ['at the very instant of its expiry', { expiresAt: at }, at, 'expired'],
  ['a moment before it is revoked', { revokedAt: at }, '2026-05-31T23:59:59.999Z', null],
  ['at the very instant of its revocation', { revokedAt: at }, at, 'revoked'],
  ['revoked and expired', { revokedAt: at, expiresAt: at }, at, 'revoked'],
  ['without an end', {}, '9999-01-01T00:00:00.000Z', null],
])('a key %s', (_, over, now, why) => {
  expect(lapsed({ ...key, ...over }, now)).toBe(why);
});

describe('a key', () => {
  const id = '01GNQ3T0G00000000000000001';
  const secret = 'A'.repeat(43);

  test.each([
    [`trt_${id}_${secret}`, { id, secret }],
    [`trt_${id}_${secret}A`, null],
    [`trt_${id}_`, null],
    [`${id}_${secret}`, null],
    ['', null],
  ])('is read from its text: %s', (text, expected) => {
    expect(parseKey(text)).toEqual(expected);
  });

  test('is sealed by who holds the master secret, with all that it grants', () => {
    const master = new Uint8Array(32);
    const sealed = { ...key, seal: sealOf(key, 1, master) };
    expect(isSealedBy(sealed, master)).toBe(true);
    expect(isSealedBy(key, master)).toBe(false);
    expect(isSealedBy(sealed, new Uint8Array(32).fill(1))).toBe(false);
    expect(isSealedBy({ ...sealed, scopes: ['actions:write'] }, master)).toBe(false);
    expect(isSealedBy({ ...sealed, seal: { generation: 1, mac: '' } }, master)).toBe(false);
    expect(isSealedBy({ ...sealed, revokedAt: at }, master)).toBe(true);
    expect(isSecretOf({ secretHash: hashSecret(secret) }, secret)).toBe(true);
    expect(isSecretOf({ secretHash: hashSecret(secret) }, 'B'.repeat(43))).toBe(false);
  });
});
