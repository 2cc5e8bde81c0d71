import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../../functions/core/instrument.ts';
import { irregularityOf } from '../../../functions/core/law/regularity.ts';
import { act, cited, instrument, notice, recordOn } from '../../support/core-builders.ts';

type Acts = ReturnType<typeof act>[];

const party = { instrument: 'crc', status: 'party' } as const;
const iccpr = instrument({
  withdrawalRule: notice(),
  acts: [
    { act: 'signature', until: '2000-12-31', clause: 'article 48(1)' },
    { act: 'ratification', afterSignature: true, until: '2005-12-31', clause: 'article 48(2)' },
    { act: 'accession', clause: 'article 48(3)', requires: [party] },
    {
      act: 'acceptance',
      requires: [{ anyOf: [party, { instrument: 'cat', status: 'signatory' }] }],
    },
  ],
});
const ended = instrument({
  ...iccpr,
  termination: { kind: 'termination', on: '2015-01-01', rule: 'article 60', sources: [cited] },
});
const others = [instrument({ id: 'crc' }), instrument({ id: 'cat' })];

/** What is irregular about the last act. */
const last = (acts: Acts, under: Instrument = iccpr) =>
  recordOn([under, ...others], acts, '2026-01-01').actions.at(-1)?.irregular;

const signed = () => act('signature', '1998-10-05');
const ratified = () => [signed(), act('ratification', '2000-01-01')];
const referendum = () => act('signature-ad-referendum', '1998-10-05');

describe('nothing is irregular about', () => {
  const left = act('denunciation', '2010-01-01');
  const longer = instrument({ ...iccpr, withdrawalRule: notice({ notBeforeYears: 5 }) });
  test.each<[string, Acts, Instrument?]>([
    [
      'the rescission of a pending denunciation',
      [...ratified(), left, act('rescission', '2010-06-01', { refersTo: left.id })],
    ],
    [
      'the confirmation of a signature ad referendum',
      [referendum(), act('confirmation-of-signature', '1999-01-01')],
    ],
    ['provisional application by a signatory', [signed(), act('provisional-application', '1999-01-01')]],
    ['provisional application by who has done nothing', [act('provisional-application', '1999-01-01')]],
    ['a notice by the rule', [...ratified(), left]],
    ['a notice after the years that the rule sets', [...ratified(), left], longer],
    [
      'a second notice whose effect the depositary states',
      [...ratified(), left, act('denunciation', '2010-06-01', { effectiveOn: '2012-01-01' })],
    ],
    [
      'a denunciation under an instrument that has ended, by who was never bound by it',
      [act('declaration', '2020-01-01')],
      ended,
    ],
    [
      'an acceptance by a signatory of one of those that are asked for',
      [act('signature', '1990-01-01', { instrument: 'cat' }), act('acceptance', '2001-01-01')],
    ],
  ])('%s', (_, acts, under) => expect(last(acts, under)).toBeUndefined());

  test('acts that are judged by no rule', () => {
    const before = {
      state: { name: 'China', kind: 'state' as const },
      instrument: iccpr,
      position: recordOn([iccpr], [], '2026-01-01').view.positionOn('iccpr', '2026-01-01'),
      statusUnder: () => 'no-action' as const,
    };
    for (const kind of [
      'legislative-approval',
      'communication',
      'withdrawal',
      'territorial-extension',
    ] as const)
      expect(irregularityOf(act(kind, '2001-01-01'), before)).toBeNull();
    expect(irregularityOf(act('denunciation', '2001-01-01', { territory: 'HKG' }), before)).toBeNull();
    expect(irregularityOf(act('denunciation', '2001-01-01'), before)?.rule).toBe('not-bound');
  });
});

const notNow = act('denunciation', '2010-01-01');
test.each<[string, string, Acts, Instrument?]>([
  [
    'signature-first (article 48(2))',
    'iccpr opens ratification only after: being signatory of iccpr.',
    [act('ratification', '2000-01-01')],
  ],
  [
    'waits-for (article 48(3))',
    'iccpr opens accession only after: being party to crc.',
    [act('accession', '2000-01-01')],
  ],
  [
    'waits-for',
    'iccpr opens acceptance only after: one of being party to crc, being signatory of cat.',
    [act('acceptance', '2000-01-01')],
  ],
  [
    'not-open-then (article 48(1))',
    'signature of iccpr was not open on 2001-01-01 (article 48(1)).',
    [act('signature', '2001-01-01')],
  ],
  [
    'not-open-then (article 48(1))',
    'signature of iccpr was not open on 2001-01-01 (article 48(1)).',
    [act('signature-ad-referendum', '2001-01-01')],
  ],
  [
    'not-open-then (article 48(1))',
    'signature of iccpr was not open on 2001-01-01 (article 48(1)).',
    [act('definitive-signature', '2001-01-01')],
  ],
  [
    'signature-first (article 48(2))',
    'ratification of iccpr was not open on 2006-01-01 (article 48(2)).',
    [signed(), act('ratification', '2006-01-01')],
  ],
  [
    'not-open-then',
    'acceptance of iccpr was not open on 2001-01-01.',
    [signed(), act('acceptance', '2001-01-01')],
    instrument({ acts: [{ act: 'signature' }, { act: 'acceptance', until: '2000-12-31' }] }),
  ],
  [
    'signed-already (article 48(1))',
    'China had already signed iccpr on 1998-10-05.',
    [signed(), act('signature', '1999-10-05')],
  ],
  [
    'signed-already (article 48(1))',
    'China had already signed iccpr on 1998-10-05.',
    [signed(), act('succession-to-signature', '2006-10-23')],
  ],
  [
    'signed-already',
    'China had already signed iccpr on 1998-10-05.',
    [signed(), act('succession-to-signature', '2006-10-23')],
    instrument({ acts: [] }),
  ],
  [
    'not-provided',
    'iccpr provides for signature, ratification, accession, acceptance, not for approval.',
    [act('approval', '2001-01-01')],
  ],
  [
    'not-provided',
    'iccpr provides for no act, not for approval.',
    [act('approval', '2001-01-01')],
    instrument({ acts: [] }),
  ],
  [
    'bound-already',
    'China had already consented to be bound by iccpr (ratification of 2000-01-01).',
    [...ratified(), act('succession-to-signature', '2001-01-01')],
  ],
  [
    'bound-already',
    'China had already consented to be bound by iccpr (ratification of 2000-01-01).',
    [...ratified(), act('intention-not-to-become-party', '2000-02-01')],
  ],
  [
    'instrument-ended (article 60)',
    'iccpr had ended on 2015-01-01.',
    [act('provisional-application', '2015-01-01')],
    ended,
  ],
  [
    'instrument-ended (article 60)',
    'iccpr had ended on 2015-01-01.',
    [act('succession-to-signature', '2016-01-01')],
    ended,
  ],
  [
    'instrument-ended (article 60)',
    'iccpr had ended on 2015-01-01.',
    [act('accession', '2015-01-01')],
    ended,
  ],
  [
    'in-force-already (VCLT 25)',
    'iccpr was already in force for China.',
    [...ratified(), act('provisional-application', '2001-01-01')],
  ],
  [
    'nothing-to-confirm (VCLT 12(2)(b))',
    'China had no signature ad referendum of iccpr to confirm.',
    [signed(), act('confirmation-of-signature', '1999-01-01')],
  ],
  [
    'nothing-pending',
    'China had no denunciation of iccpr pending on 2012-01-01.',
    [...ratified(), notNow, act('rescission', '2012-01-01', { refersTo: notNow.id })],
  ],
  [
    'nothing-pending',
    'China had no denunciation of iccpr pending on 2010-06-01.',
    [...ratified(), notNow, act('rescission', '2010-06-01', { refersTo: 'act_00000000000000000000000000' })],
  ],
  ['not-bound', 'China was not bound by iccpr on 2010-01-01.', [signed(), notNow]],
  [
    'notified-already',
    'China had already notified its withdrawal from iccpr.',
    [...ratified(), notNow, act('denunciation', '2010-06-01')],
  ],
  [
    'no-effect',
    'A denunciation of iccpr has no effect: no withdrawal rule of this instrument is on record.',
    [act('accession', '2000-01-01'), act('denunciation', '2010-01-01')],
    instrument(),
  ],
  [
    'no-effect (article 31)',
    'A denunciation of iccpr has no effect: article 31: not before 5 years after entry into force for the State.',
    [act('accession', '2000-01-01'), act('denunciation', '2004-01-01')],
    instrument({ withdrawalRule: notice({ notBeforeYears: 5 }) }),
  ],
])('%s: %s', (rule, detail, acts, under) => {
  const found = last(acts, under);
  expect(found?.clause ? `${found.rule} (${found.clause})` : found?.rule).toBe(rule);
  expect(found?.detail).toBe(detail);
});
