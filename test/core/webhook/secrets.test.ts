import { describe, expect, test } from 'vitest';
import {
  generationOf,
  liveGenerations,
  rotated,
  type SecretVersion,
  withoutSecretsOf,
} from '../../../functions/core/webhook/signing/secret-version.ts';
import { withNewSecret } from '../../../functions/core/webhook/subscribing.ts';
import { unsealed } from '../../support/sealing.ts';
import { at, now, subscription } from './sending/making.ts';

describe('secrets', () => {
  const one = (version: number, expiresAt: string | null, generation?: number): SecretVersion => ({
    version,
    createdAt: at(-600),
    expiresAt,
    ...(generation && { generation }),
  });

  test('that are replaced sign on for a day, or as long as is asked, and no longer than they would have', () => {
    const after = rotated([one(1, at(60)), one(2, null)], unsealed, now);
    expect(after.map(({ version, expiresAt }) => [version, expiresAt])).toEqual([
      [1, at(60)],
      [2, at(24 * 60)],
      [3, null],
    ]);
    expect(rotated([one(1, at(-1)), one(4, null)], unsealed, now, 0).map(({ version }) => version)).toEqual([
      4, 5,
    ]);
    expect(rotated([one(1, now), one(2, null)], unsealed, now).map(({ version }) => version)).toEqual([2, 3]);
    expect(
      withNewSecret(subscription({ secrets: [one(1, null)] }), unsealed, now, 2).secrets[0]?.expiresAt,
    ).toBe(at(120));
    expect(
      withNewSecret(subscription({ secrets: [one(1, null)] }), unsealed, now).secrets[0]?.expiresAt,
    ).toBe(at(24 * 60));
  });

  test('overlap for seven days at most', () => {
    const week = 7 * 24 * 3_600_000;
    expect(rotated([one(1, null)], unsealed, now, week)[0]?.expiresAt).toBe(at(7 * 24 * 60));
    expect(() => rotated([one(1, null)], unsealed, now, week + 1)).toThrow(RangeError);
    expect(() => rotated([one(1, null)], unsealed, now, -1)).toThrow(RangeError);
  });

  test('are of a generation, the first where they do not say', () => {
    expect([generationOf(one(1, null)), generationOf(one(1, null, 3))]).toEqual([1, 3]);
    expect(liveGenerations([one(1, now), one(2, at(1), 2), one(3, null, 2), one(4, null, 4)], now)).toEqual([
      2, 4,
    ]);
  });

  test('of a lost generation end now, and another takes the place of the current one', () => {
    const left = withoutSecretsOf(2, [one(1, at(60), 1), one(2, at(-5), 2), one(3, null, 2)], unsealed, now);
    expect(left).toEqual([
      one(1, at(60), 1),
      one(2, at(-5), 2),
      one(3, now, 2),
      { version: 4, createdAt: now, expiresAt: null },
    ]);
    const other = [one(1, at(60), 2), one(2, null, 3)];
    expect(withoutSecretsOf(2, other, unsealed, now)).toEqual([one(1, now, 2), one(2, null, 3)]);
    expect(withoutSecretsOf(2, [one(1, now, 2), one(2, null, 3)], unsealed, at(1))[0]?.expiresAt).toBe(now);
  });
});
