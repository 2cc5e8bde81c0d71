import { describe, expect, test } from 'vitest';
import { checkLooks } from '../../../functions/core/record/admission-check.ts';
import { china, cited } from '../../support/core-builders.ts';

describe('looks', () => {
  const look = (on: string, seenOn = on, over = {}) => ({ on, source: { ...cited, seenOn }, ...over });
  const check =
    (...looks: ReturnType<typeof look>[]) =>
    () =>
      checkLooks(looks, china, '2026-11-24');

  test('are at a day that has begun somewhere', () => {
    expect(check(look('2026-11-24'))).not.toThrow();
    expect(check(look('2026-11-23'), look('2026-11-25'))).toThrow('2026-11-25 is in the future');
    expect(check(look('2026-11-23', '2026-11-25'))).toThrow('2026-11-25 is in the future');
    const pointer = (of: () => void) => {
      try {
        of();
      } catch (error) {
        return (error as { errors?: { pointer: string }[] }).errors?.[0]?.pointer;
      }
    };
    expect(pointer(check(look('2026-11-25')))).toBe('/0/on');
    expect(pointer(check(look('2026-11-24'), look('2026-11-24', '2026-11-25')))).toBe('/1/source/seenOn');
  });

  test('are about territories of the State', () => {
    expect(check(look('2026-11-24', '2026-11-24', { territory: 'HKG' }))).not.toThrow();
    expect(check(look('2026-11-24', '2026-11-24', { territory: 'XXX' }))).toThrow('not a territory');
  });
});
