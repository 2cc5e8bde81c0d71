import { expect, test } from 'vitest';
import type { NewAction } from '../../../functions/core/action.ts';
import { recordActions } from '../../../functions/core/record/recording.ts';
import {
  act,
  catalogue,
  cited,
  holdings,
  instrument,
  newAct,
  notice,
  recordOn,
  settingAt,
} from '../../support/core-builders.ts';

const iccpr = instrument({
  withdrawalRule: notice(),
  acts: [
    { act: 'signature', until: '2000-12-31', clause: 'article 48(1)' },
    { act: 'ratification', afterSignature: true, clause: 'article 48(2)' },
    { act: 'accession', clause: 'article 48(3)', requires: [{ instrument: 'crc', status: 'party' }] },
  ],
});
const crc = instrument({ id: 'crc' });

const shown = (acts: ReturnType<typeof act>[]) =>
  recordOn([iccpr, crc], acts, '2026-01-01').actions.map(({ kind, irregular }) => [kind, irregular?.rule]);

const inCrc = { instrument: 'crc' };

test('an accession by a signatory is recorded where the depositary lists it, and marked with the rule it breaks', () => {
  const open = instrument({
    acts: [{ act: 'signature' }, { act: 'accession', clause: 'article 48(3)' }],
  });
  const cambodia = [act('signature', '1980-10-17'), act('accession', '1992-05-26')];
  const record = recordOn([open], cambodia, '2026-01-01');
  expect(record).toMatchObject({ status: 'party', signedOn: '1980-10-17', inForceOn: '1992-08-26' });
  expect(record.actions[0]?.irregular).toBeUndefined();
  expect(record.actions[1]?.irregular).toEqual({
    rule: 'signed-already',
    clause: 'article 48(3)',
    detail:
      'China had already signed iccpr on 1980-10-17; a signatory ratifies, accepts or approves, and does not accede.',
  });
});

const signed = act('signature', '1998-10-05');
const joinedCrc = act('accession', '1990-01-01', inCrc);
const joined = act('accession', '1995-01-01');
const left = act('denunciation', '2010-01-01');

test.each<[string, ReturnType<typeof act>[], (string | undefined)[]]>([
  ['a signature after its period', [act('signature', '2001-01-01')], ['not-open-then']],
  ['a signature on the last day of its period', [act('signature', '2000-12-31')], [undefined]],
  ['a second signature', [signed, act('signature', '1999-10-05')], [undefined, 'signed-already']],
  ['a ratification without signature', [act('ratification', '2001-01-01')], ['signature-first']],
  [
    'a signature and a ratification of one day',
    [signed, act('ratification', '1998-10-05')],
    [undefined, undefined],
  ],
  ['an accession before what it waits for', [joined], ['waits-for']],
  ['an act that is not provided for', [act('acceptance', '2001-01-01')], ['not-provided']],
  [
    'a second consent',
    [signed, act('ratification', '2000-01-01'), act('accession', '2001-01-01')],
    [undefined, undefined, 'bound-already'],
  ],
  ['a notice by a State not bound', [left], ['not-bound']],
  [
    'a second notice',
    [signed, act('ratification', '2000-01-01'), left, act('denunciation', '2010-06-01')],
    [undefined, undefined, undefined, 'notified-already'],
  ],
  ['a rescission of nothing', [act('rescission', '2010-01-01')], ['nothing-pending']],
  ['a confirmation of nothing', [act('confirmation-of-signature', '1999-01-01')], ['nothing-to-confirm']],
  [
    'a disclaimer by a party',
    [signed, act('ratification', '2000-01-01'), act('intention-not-to-become-party', '2001-01-01')],
    [undefined, undefined, 'bound-already'],
  ],
  [
    'provisional application by a party',
    [signed, act('ratification', '2000-01-01'), act('provisional-application', '2001-01-01')],
    [undefined, undefined, 'in-force-already'],
  ],
  ['a succession, which follows from the birth of a State', [act('succession', '1993-01-01')], [undefined]],
  [
    'a succession to a signature after its period',
    [act('succession-to-signature', '2006-10-23')],
    [undefined],
  ],
  [
    'a succession to a signature beside one',
    [signed, act('succession-to-signature', '2006-10-23')],
    [undefined, 'signed-already'],
  ],
  [
    'statements and domestic steps',
    [act('declaration', '2001-01-01'), act('legislative-approval', '2001-01-02')],
    [undefined, undefined],
  ],
  ['acts about a territory alone', [act('denunciation', '2001-01-01', { territory: 'HKG' })], [undefined]],
])('%s', (_, acts, rules) => {
  expect(shown(acts).map(([, rule]) => rule)).toEqual(rules);
});

test('what an accession waits for is judged on its own day, by acts under the other instrument', () => {
  expect(shown([joinedCrc, joined])).toEqual([['accession', undefined]]);
});

test('a notice without a clause is marked, and had no effect', () => {
  const silent = instrument({ withdrawalRule: { kind: 'no-clause', reason: 'GC 26.', clause: 'GC 26' } });
  const record = recordOn(
    [silent],
    [act('accession', '1981-09-14'), act('denunciation', '1997-08-23')],
    '2026-01-01',
  );
  expect(record.status).toBe('party');
  expect(record.actions[1]).toMatchObject({
    effect: null,
    withoutEffect: 'GC 26.',
    irregular: { rule: 'no-effect', clause: 'GC 26' },
  });
});

const tier = (one: 'primary' | 'official' | 'secondary'): Pick<NewAction, 'sources'> => ({
  sources: [{ ...cited, tier: one }],
});
const setting = () =>
  settingAt('2026-11-23T12:00:00.000Z', {
    catalogue: catalogue([iccpr]),
    holdings: holdings([act('signature', '1980-10-17')]),
  });

test('only a primary source lifts the excuse that a weaker one needs, and the event says what is irregular', () => {
  const accession = (one: Parameters<typeof tier>[0]) => newAct('accession', '1992-05-26', tier(one));
  for (const weaker of ['official', 'secondary'] as const)
    expect(() => recordActions(setting(), 'iccpr', [{ action: accession(weaker) }])).toThrowError(
      /does not accede\. To record it all the same, cite a primary source/,
    );
  const { actions, changes } = recordActions(setting(), 'iccpr', [{ action: accession('primary') }]);
  expect(actions).toHaveLength(1);
  expect(actions[0]).not.toHaveProperty('irregular');
  expect(changes[0]?.data).toMatchObject({ action: { irregular: { rule: 'signed-already' } } });
});

test('an excuse records what a weaker source states, and the mark stays', () => {
  const action = newAct('accession', '1992-05-26', {
    ...tier('secondary'),
    override: { reason: 'the depositary lists it' },
  });
  const { changes } = recordActions(setting(), 'iccpr', [{ action }]);
  expect(changes[0]?.data).toMatchObject({ action: { irregular: { rule: 'signed-already' } } });
});
