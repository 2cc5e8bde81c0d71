import { describe, expect, test } from 'vitest';
import { act, actId, instrument, recordOn } from '../../../support/core-builders.ts';

const iccpr = instrument();

describe('corrections', () => {
  const at = (day: number) => ({ recordedAt: `2026-02-0${day}T00:00:00.000Z` });
  const signature = act('signature', '1998-10-05');
  const amended = act('signature', '1998-10-06', {
    ...at(2),
    corrects: { of: signature.id, kind: 'amendment', reason: 'a slip' },
  } as object);
  const retraction = (of: string, day: number) =>
    ({
      id: actId(800_000 + day),
      state: 'CHN',
      instrument: 'iccpr',
      recordedBy: 'test',
      ...at(day),
      kind: 'retraction',
      corrects: { of, kind: 'retraction', reason: 'wrong' },
    }) as never;

  test('are shown with the act that they correct, and those of theirs, oldest first', () => {
    const again = act('signature', '1998-10-07', {
      ...at(5),
      corrects: { of: signature.id, kind: 'amendment', reason: 'another' },
    } as object);
    const takenBack = retraction(amended.id, 3);
    const record = recordOn([iccpr], [again, signature, takenBack, amended], '2026-11-01');
    expect(record.actions).toHaveLength(1);
    expect(record.actions[0]).toMatchObject({ id: signature.id, doneOn: '1998-10-07' });
    expect(
      record.actions[0]?.corrections.map(({ recordedAt, of, reason }) => [
        recordedAt.slice(8, 10),
        of,
        reason,
      ]),
    ).toEqual([
      ['02', signature.id, 'a slip'],
      ['03', amended.id, 'wrong'],
      ['05', signature.id, 'another'],
    ]);
    expect(record.retracted).toEqual([]);
  });

  test('of what was taken back are shown with it, and it among no acts', () => {
    const other = act('communication', '2001-01-01');
    const record = recordOn([iccpr], [signature, other, amended, retraction(signature.id, 4)], '2026-11-01');
    expect(record.actions.map(({ id }) => id)).toEqual([other.id]);
    expect(record.retracted).toMatchObject([
      {
        id: signature.id,
        kind: 'signature',
        doneOn: '1998-10-05',
        corrections: [{ kind: 'amendment' }, { kind: 'retraction' }],
      },
    ]);
  });

  test('are shown with the beginning of what they changed', () => {
    const reworded = act('signature', '1998-10-05', {
      ...at(2),
      text: 'x'.repeat(2000),
      corrects: { of: signature.id, kind: 'amendment', reason: 'a slip' },
    } as object);
    const [shown] = recordOn(
      [iccpr],
      [signature, reworded, retraction(reworded.id, 3)],
      '2026-11-01',
    ).actions;
    const changed = JSON.stringify(shown?.corrections[0]?.changed);
    expect(changed).toContain(`"${'x'.repeat(1000)}…"`);
    expect(
      recordOn([iccpr], [signature, retraction(signature.id, 3)], '2026-11-01').retracted[0]?.corrections[0]
        ?.changed,
    ).toBeNull();
  });

  test('of one instant are shown as they were recorded', () => {
    const one = (id: number, reason: string) =>
      act('signature', '1998-10-06', {
        id: actId(id),
        ...at(2),
        corrects: { of: signature.id, kind: 'amendment', reason },
      } as object);
    const record = recordOn(
      [iccpr],
      [signature, one(700_002, 'second'), one(700_001, 'first')],
      '2026-11-01',
    );
    expect(record.actions[0]?.corrections.map(({ reason }) => reason)).toEqual(['first', 'second']);
  });
});
