import { expect, test } from 'vitest';
import type { Action, NewAction } from '../../../functions/core/action.ts';
import { DomainError } from '../../../functions/core/errors.ts';
import type { Instrument } from '../../../functions/core/instrument.ts';
import { recordActions } from '../../../functions/core/record/recording.ts';
import {
  act,
  actId,
  catalogue,
  cited,
  holdings,
  instrument,
  newAct,
  notice,
  settingAt,
} from '../../support/core-builders.ts';

const now = '2026-11-23T12:00:00.000Z';
const signed = act('signature', '1998-10-05');
const closing = instrument({ withdrawalRule: notice() });

/** Cites the press alone, because what a primary source states is recorded, irregular or not. */
const reported = (action: NewAction): NewAction => ({
  ...action,
  sources: action.sources.map((source) => ({ ...source, tier: 'secondary' })),
});

function refusal(action: NewAction, recorded: Action[] = [], under: Instrument = closing): DomainError {
  const parent = instrument({ id: 'crc' });
  const setting = settingAt(now, { catalogue: catalogue([under, parent]), holdings: holdings(recorded) });
  try {
    recordActions(setting, under.id, [{ action: reported(action) }]);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('a refusal was expected');
}

const joined = act('accession', '2000-01-01');
const left = act('denunciation', '2010-01-01');

test.each<[string, string, string | undefined, NewAction, Action[]]>([
  ['an act in the future', 'date-out-of-range', '/doneOn', newAct('accession', '2026-11-25'), []],
  [
    'a source seen in the future',
    'date-out-of-range',
    '/sources/0/seenOn',
    newAct('accession', '2020-01-01', { sources: [{ ...cited, seenOn: '2026-11-25' }] }),
    [],
  ],
  ['an act before the adoption', 'date-out-of-range', '/doneOn', newAct('accession', '1966-12-15'), []],
  [
    'an effect before the act',
    'effect-before-act',
    '/effectiveOn',
    newAct('accession', '2020-01-02', { effectiveOn: '2020-01-01' }),
    [],
  ],
  [
    'an effect more than ten years after the act',
    'date-out-of-range',
    '/effectiveOn',
    newAct('accession', '2020-01-02', { effectiveOn: '2030-01-03' }),
    [],
  ],
  [
    'an effect before the adoption',
    'date-out-of-range',
    '/effectiveOn',
    newAct('succession', '2020-01-02', { effectiveOn: '1966-12-15' }),
    [],
  ],
  [
    'an effect on a day that the record does not know, whatever the reason',
    'date-out-of-range',
    '/effectiveOn',
    newAct('accession', '2020-01-02', { effectiveOn: '9999-12-31', override: { reason: 'never' } }),
    [],
  ],
  [
    'an unknown territory',
    'unknown-value',
    '/territory',
    newAct('territorial-extension', '2020-01-01', { territory: 'TWN' }),
    [],
  ],
  [
    'a territorial act without a territory',
    'invalid-input',
    '/territory',
    newAct('territorial-exclusion', '2020-01-01'),
    [],
  ],
  ['a withdrawal of nothing', 'reference-invalid', '/refersTo', newAct('withdrawal', '2020-01-01'), []],
  [
    'a withdrawal of what is not recorded',
    'reference-invalid',
    '/refersTo',
    newAct('withdrawal', '2020-01-01', { refersTo: actId(1) }),
    [],
  ],
  [
    'a withdrawal before what it withdraws',
    'reference-invalid',
    '/refersTo',
    newAct('withdrawal', '1998-10-04', { refersTo: signed.id }),
    [signed],
  ],
  ['the same act again', 'already-recorded', undefined, newAct('signature', '1998-10-05'), [signed]],
  ['a second signature', 'act-not-open', '/kind', newAct('signature', '1999-10-05'), [signed]],
  ['an accession after a signature', 'act-not-open', '/kind', newAct('accession', '1999-10-05'), [signed]],
  ['a ratification without a signature', 'act-not-open', '/kind', newAct('ratification', '1999-10-05'), []],
  [
    'an act that the instrument does not provide for',
    'act-not-open',
    '/kind',
    newAct('acceptance', '1999-10-05'),
    [],
  ],
  ['a second consent', 'act-not-open', '/kind', newAct('accession', '2005-01-01'), [joined]],
  [
    'a denunciation by a State that is not bound',
    'act-not-open',
    '/kind',
    newAct('denunciation', '2005-01-01'),
    [],
  ],
  ['a second notice', 'act-not-open', '/kind', newAct('denunciation', '2010-06-01'), [joined, left]],
  [
    'a rescission of nothing',
    'act-not-open',
    '/kind',
    newAct('rescission', '2005-01-01', { refersTo: joined.id }),
    [joined],
  ],
  [
    'a rescission after the effect',
    'act-not-open',
    '/kind',
    newAct('rescission', '2012-01-01', { refersTo: left.id }),
    [joined, left],
  ],
  [
    'a confirmation of no signature',
    'act-not-open',
    '/kind',
    newAct('confirmation-of-signature', '2005-01-01'),
    [],
  ],
  [
    'a disclaimer by a party',
    'act-not-open',
    '/kind',
    newAct('intention-not-to-become-party', '2005-01-01'),
    [joined],
  ],
])('refuses %s as %s at %s', (_, code, pointer, action, recorded) => {
  const error = refusal(action, recorded);
  expect(error.code).toBe(code);
  expect(error.errors.at(0)?.pointer).toBe(pointer);
});

test('a refusal says what is open instead, and an override records the act all the same', () => {
  const error = refusal(newAct('ratification', '2020-01-01'));
  expect(error.message).toContain('override.reason');
  expect(error.members.openActs).toMatchObject([
    { act: 'signature' },
    { act: 'ratification' },
    { act: 'accession' },
  ]);
  const action = newAct('ratification', '2020-01-01', { override: { reason: 'the depositary lists it' } });
  const { actions } = recordActions(settingAt(now), 'iccpr', [{ action }]);
  expect(actions).toMatchObject([{ override: { reason: 'the depositary lists it' } }]);
});

test('an override does not lift what is impossible', () => {
  const action = newAct('accession', '2030-01-01', { override: { reason: 'soon' } });
  expect(refusal(action).code).toBe('date-out-of-range');
});

test('a refusal names the parent that is waited for', () => {
  const under = instrument({
    acts: [{ act: 'accession', requires: [{ instrument: 'crc', status: 'party' }] }],
  });
  expect(refusal(newAct('accession', '2020-01-01'), [], under).message).toContain('being party to crc');
});

test('a signature after the period has ended is refused with the clause', () => {
  const under = instrument({ acts: [{ act: 'signature', until: '2000-12-31', clause: 'article 125(1)' }] });
  expect(refusal(newAct('signature', '2001-01-01'), [], under).message).toContain('article 125(1)');
});

test('a denunciation without a clause is refused, and recorded without effect with an override', () => {
  const under = instrument({ withdrawalRule: { kind: 'no-clause', reason: 'GC 26' } });
  expect(refusal(newAct('denunciation', '2005-01-01'), [joined], under).message).toContain('GC 26');
});

test('an unknown instrument is not found', () => {
  const record = () =>
    recordActions(settingAt(now), 'nowhere', [{ action: newAct('accession', '2020-01-01') }]);
  expect(record).toThrowError(expect.objectContaining({ code: 'not-found' }));
});
