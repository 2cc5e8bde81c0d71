import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../../functions/core/instrument.ts';
import { viewState } from '../../../functions/core/law/state-view.ts';
import { checkRestored } from '../../../functions/core/record/admission.ts';
import { checkLooks } from '../../../functions/core/record/admission-check.ts';
import { irregularityAt } from '../../../functions/core/record/announcing.ts';
import { largestChange, placed } from '../../../functions/core/record/change.ts';
import { correctAction, recordActions } from '../../../functions/core/record/recording.ts';
import {
  act,
  actId,
  catalogue,
  china,
  cited,
  holdings,
  instrument,
  newAct,
  settingAt,
} from '../../support/core-builders.ts';

const now = '2026-11-23T12:00:00.000Z';
const weaker = { sources: [{ ...cited, tier: 'secondary' as const }] };
const setting = (
  acts: ReturnType<typeof act>[] = [],
  instruments: Instrument[] = [instrument(), instrument({ id: 'crc' })],
) => settingAt(now, { catalogue: catalogue(instruments), holdings: holdings(acts) });
const record = (of: ReturnType<typeof setting>, ...acts: ReturnType<typeof newAct>[]) =>
  recordActions(
    of,
    'iccpr',
    acts.map((action) => ({ action })),
  );

describe('an act may be recorded', () => {
  test('where the same was done on that day under another instrument', () => {
    const other = act('signature', '1998-10-05', { instrument: 'crc' });
    expect(record(setting([other]), newAct('signature', '1998-10-05')).actions).toHaveLength(1);
  });

  test('on the word of a weaker source, where nothing is irregular about it', () =>
    expect(record(setting(), newAct('signature', '1998-10-05', weaker)).actions).toHaveLength(1));

  test('that objects to what another State has said', () =>
    expect(record(setting(), newAct('objection', '1998-10-05', { refersTo: actId(5) })).actions).toHaveLength(
      1,
    ));

  test('beside one about another provision, or about none', () => {
    const about = (provision?: string) =>
      newAct('optional-declaration', '1998-10-05', provision ? { provision } : {});
    for (const [one, other] of [
      ['article 41', undefined],
      [undefined, 'article 41'],
      ['article 41', 'article 42'],
    ] as const)
      expect(
        record(setting(record(setting(), about(one)).actions as never), about(other)).actions,
      ).toHaveLength(1);
    for (const [one, other] of [
      [undefined, undefined],
      ['article 41', 'art. 41(1)'],
      ['art. 41(1)', 'article 41'],
    ] as const)
      expect(() => record(setting(record(setting(), about(one)).actions as never), about(other))).toThrow(
        /already recorded/,
      );
  });
});

test('what is restored is compared with what stands, and what stood before with nothing', () => {
  const twins = [act('signature', '1998-10-05'), act('signature', '1998-10-05')];
  const consent = act('ratification', '2000-01-15');
  expect(() => checkRestored(twins, [...twins, consent])).not.toThrow();
  expect(() => checkRestored(twins.slice(1), twins)).toThrow(/already recorded/);
});

describe('a look at a source', () => {
  const look = (over: object = {}, seenOn = '2026-11-24') => ({
    on: '2026-11-24',
    source: { ...cited, seenOn },
    ...over,
  });
  const pointer = (...looks: Parameters<typeof checkLooks>[0]) => {
    try {
      checkLooks(looks, china, '2026-11-24');
    } catch (error) {
      return (error as { errors: { pointer: string; detail: string }[] }).errors[0];
    }
    return undefined;
  };

  test('is taken for the last day that has begun, and no later', () => {
    expect(pointer(look())).toBeUndefined();
    expect(pointer(look(), look({ on: '2026-11-25' }))).toEqual({
      pointer: '/1/on',
      detail: '2026-11-25 is in the future; the last day that has begun anywhere is 2026-11-24.',
    });
    expect(pointer(look({}, '2026-11-26'))).toEqual({
      pointer: '/0/source/seenOn',
      detail: '2026-11-26 is in the future; the last day that has begun anywhere is 2026-11-24.',
    });
  });

  test('is about the State, or a territory of it', () => {
    expect(pointer(look({ territory: 'HKG' }))).toBeUndefined();
    expect(pointer(look({ territory: 'GRL' }))?.pointer).toBe('/0/territory');
  });
});

describe('what the world is told', () => {
  const accession = act('accession', '1992-05-26', { id: actId(2) });
  const acts = [act('signature', '1980-10-17', { id: actId(1) }), accession];

  test('of an irregular act is so by its own id, and by that of the record that states it anew', () => {
    const amended = act('accession', '1992-05-27', {
      id: actId(3),
      recordedAt: '2026-02-01T00:00:00.000Z',
      corrects: { of: accession.id, kind: 'amendment', reason: 'x' },
    } as object);
    const view = viewState(catalogue([instrument()]), holdings([...acts, amended]), { asOf: '2026-11-23' });
    const scene = { view, instrument: instrument() };
    expect(irregularityAt(scene, accession.id)?.rule).toBe('signed-already');
    expect(irregularityAt(scene, amended.id)?.rule).toBe('signed-already');
    expect(irregularityAt(scene, actId(1))).toBeNull();
    expect(irregularityAt(scene, actId(9))).toBeNull();
    expect(irregularityAt({ view, instrument: instrument({ id: 'crc' }) }, accession.id)).toBeNull();
  });

  test('names who urged it', () => {
    const letter = {
      id: 'letter',
      title: 'A letter',
      author: 'Somebody',
      kind: 'letter' as const,
      on: '2019-04-29',
      citations: [cited],
      urgings: [
        {
          id: 'one',
          state: 'CHN',
          kind: 'named' as const,
          instrument: 'iccpr',
          paragraph: '1',
          wording: 'x',
        },
      ],
      version: 1,
      recordedAt: now,
      recordedBy: 'test',
    };
    const urged = settingAt(now, { catalogue: catalogue([instrument()], [letter]) });
    const [change] = record(urged, newAct('signature', '1998-10-05')).changes;
    expect(change?.facts.urgedBy).toEqual(['letter']);
    expect(change?.data.urgedBy).toEqual(['letter']);
  });

  test('of acts recorded together is that the status rests on the one that brought it', () => {
    const { changes, actions } = record(
      setting([act('signature', '1980-10-17')]),
      newAct('reservation', '2020-01-15', { text: 'x' }),
      newAct('ratification', '2020-01-15'),
      newAct('declaration', '2020-01-15', { text: 'x' }),
    );
    const ratification = actions.find(({ kind }) => kind === 'ratification');
    expect(changes.at(-1)).toMatchObject({
      type: 'treaty.status.changed',
      data: { cause: { kind: 'ratification', action: ratification?.id } },
    });
  });

  test('of an act that is corrected under one instrument leaves those under others as they are', () => {
    const other = act('signature', '1980-10-17', { instrument: 'crc' });
    const { actions } = correctAction(setting([...acts, other]), 'iccpr', accession.id, {
      correction: 'retraction',
      reason: 'misread',
    });
    expect(actions).toMatchObject([{ kind: 'retraction', corrects: { of: accession.id } }]);
  });
});

describe('a change', () => {
  const body = (data: Record<string, unknown>) =>
    JSON.parse(placed({ type: 'treaty.action.recorded', facts: { urgedBy: [] }, data }, 7, now).body) as {
      data: Record<string, unknown>;
    };
  const envelope = placed(
    { type: 'treaty.action.recorded', facts: { urgedBy: [] }, data: { text: '' } },
    7,
    now,
  ).body.length;

  test('is whole up to its largest, and thinned beyond', () => {
    const text = 'x'.repeat(largestChange - envelope);
    expect(body({ text }).data).toEqual({ text });
    expect(body({ text: `${text}x` }).data).toEqual({ truncated: true });
  });

  test('that is thinned keeps its short members at any depth, and what is null', () => {
    const long = 'x'.repeat(largestChange);
    const short = 'x'.repeat(998);
    expect(
      body({
        action: { text: long, id: 'a', short, longer: `${short}x`, changed: null },
        changed: null,
        list: [1],
      }).data,
    ).toEqual({ action: { id: 'a', short, changed: null }, changed: null, list: [1], truncated: true });
  });
});
