import { describe, expect, test } from 'vitest';
import type { Action } from '../../../functions/core/action.ts';
import { checkLooks } from '../../../functions/core/record/admission-check.ts';
import { recordActions, type Setting } from '../../../functions/core/record/recording.ts';
import {
  actId,
  catalogue,
  china,
  cited,
  holdings,
  instrument,
  newAct,
  notice,
  settingAt,
} from '../../support/core-builders.ts';

const crc = instrument({ id: 'crc' });
const under = instrument({ withdrawalRule: notice() });
const at = (day: number): string => `2026-02-${String(day).padStart(2, '0')}T00:00:00.000Z`;
let made = 0;
const withAll = (day: number, actions: readonly Action[]): Setting =>
  settingAt(at(day), {
    catalogue: catalogue([under, crc]),
    holdings: holdings(actions),
    newId: () => actId(++made),
  });

const recorded = recordActions(withAll(1, []), 'iccpr', [
  { action: newAct('signature', '1998-10-05', { text: 'at New York' }) },
]).actions;
const [signature] = recorded;
if (!signature) throw new Error('an act was expected');

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
