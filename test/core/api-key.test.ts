import { expect, test } from 'vitest';
import { type ApiKey, lapsed } from '../../functions/core/api-key.ts';

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
