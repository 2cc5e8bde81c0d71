import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../../../functions/core/instrument.ts';
import { act, cited, instrument, notice, recordOn } from '../../../support/core-builders.ts';

type Acts = ReturnType<typeof act>[];

const iccpr = instrument({ withdrawalRule: notice() });
const notYet = instrument({ inForceOn: undefined });
const unruled = instrument({ entryIntoForceRule: undefined });
const ending = (kind: 'supersession' | 'abrogation', over: object = {}) =>
  instrument({ termination: { kind, on: '2015-01-01', rule: 'article 60', sources: [cited], ...over } });

const signed = () => act('signature', '1998-10-05');
const ratified = (day = '2000-01-15', over: object = {}) => act('ratification', day, over);

describe('why a State stands where it stands is said in sentences:', () => {
  test.each<[string, Acts, string, Instrument?]>([
    ['No act towards consent is on record, and no source has been checked for one.', [], '2026-01-01'],
    ['Signed on 1998-10-05; it has not consented to be bound.', [signed()], '2026-01-01'],
    [
      'Succeeded to a signature on 1998-10-05; it has not consented to be bound.',
      [act('succession-to-signature', '1998-10-05')],
      '2026-01-01',
    ],
    [
      'Signed ad referendum on 1998-10-05; the signature awaits its confirmation.',
      [act('signature-ad-referendum', '1998-10-05')],
      '2026-01-01',
    ],
    [
      'Ratification on 2000-01-15; enters into force for it on 2000-04-15 (computed by article 49(2)).',
      [ratified()],
      '2000-04-14',
    ],
    [
      'Ratification on 2000-01-15; in force for it since 2000-04-15 (computed by article 49(2)).',
      [ratified()],
      '2000-04-15',
    ],
    [
      'Ratification on 2000-01-15; in force for it since 2000-05-01 (as stated by the source). The rule gives 2000-04-15; the stated day is used.',
      [ratified('2000-01-15', { effectiveOn: '2000-05-01' })],
      '2026-01-01',
    ],
    [
      'Ratification on 2000-01-15; in force for it since 2000-04-15 (as stated by the source).',
      [ratified('2000-01-15', { effectiveOn: '2000-04-15' })],
      '2026-01-01',
    ],
    [
      'Ratification on 2000-01-15; in force for it since 2000-05-01 (as stated by the source).',
      [ratified('2000-01-15', { effectiveOn: '2000-05-01' })],
      '2026-01-01',
      unruled,
    ],
    [
      'Ratification on 1970-01-15; in force for it since 1976-03-23 (the day on which the instrument itself entered into force).',
      [ratified('1970-01-15')],
      '2026-01-01',
    ],
    [
      'Succession on 1993-01-01; in force for it since 1993-01-01 (the day of the succession).',
      [act('succession', '1993-01-01')],
      '2026-01-01',
    ],
    [
      'Succession on 1970-01-01; in force for it since 1976-03-23 (the day on which the instrument itself entered into force).',
      [act('succession', '1970-01-01')],
      '2026-01-01',
    ],
    [
      'Succession on 1993-01-01; in force for it since 1993-01-01 (the day of the succession).',
      [act('succession', '1993-01-01')],
      '2026-01-01',
      unruled,
    ],
    ['Ratification on 2000-01-15; the instrument is not yet in force.', [ratified()], '2026-01-01', notYet],
    [
      'Ratification on 2000-01-15; the day of entry into force for it is not known: no rule is on record.',
      [ratified()],
      '2026-01-01',
      unruled,
    ],
    [
      'Withdrew by notice of 2010-01-01, effective on 2011-01-01.',
      [ratified(), act('denunciation', '2010-01-01')],
      '2011-01-01',
    ],
    [
      'Ratification on 2000-01-15; in force for it since 2000-04-15 (computed by article 49(2)). It has notified its withdrawal, effective on 2011-01-01, and is a party until then.',
      [ratified(), act('denunciation', '2010-01-01')],
      '2010-12-31',
    ],
    [
      'Ratification on 2000-01-15; in force for it since 2000-04-15 (computed by article 49(2)). It has notified its withdrawal, effective on 2011-01-01, and is a party until then. It consented anew on 2010-06-01 (accession).',
      [ratified(), act('denunciation', '2010-01-01'), act('accession', '2010-06-01')],
      '2010-12-31',
    ],
    [
      'Ratification on 2000-01-15; enters into force for it on 2000-04-15 (computed by article 49(2)). It has notified its withdrawal, effective on 2001-02-01.',
      [ratified(), act('denunciation', '2000-02-01')],
      '2000-03-01',
    ],
    [
      'Ratification on 2000-01-15; a party until the instrument ended on 2015-01-01 (abrogation: article 60).',
      [ratified()],
      '2015-01-01',
      ending('abrogation'),
    ],
    [
      'Ratification on 2000-01-15; a party until the instrument ended on 2015-01-01 (supersession by crc: article 60).',
      [ratified()],
      '2026-01-01',
      ending('supersession', { replacedBy: 'crc' }),
    ],
    [
      'Ratification on 2000-01-15; in force for it since 2000-04-15 (computed by article 49(2)). The instrument ends on 2015-01-01 (supersession by crc: article 60).',
      [ratified()],
      '2014-12-31',
      ending('supersession', { replacedBy: 'crc' }),
    ],
    [
      'Signed on 1998-10-05; it has not consented to be bound. The instrument ended on 2015-01-01 (abrogation: article 60).',
      [signed()],
      '2015-01-01',
      ending('abrogation'),
    ],
    [
      'Signed on 1998-10-05; it has not consented to be bound.',
      [signed()],
      '2014-12-31',
      ending('abrogation'),
    ],
    [
      'Its ratification of 2014-12-01 came to nothing: the instrument was not yet in force for it. The instrument ended on 2015-01-01 (abrogation: article 60).',
      [ratified('2014-12-01')],
      '2026-01-01',
      ending('abrogation'),
    ],
    [
      'Signed on 1998-10-05. Its ratification of 2014-12-01 came to nothing: the instrument was not yet in force for it. The instrument ended on 2015-01-01 (abrogation: article 60).',
      [signed(), ratified('2014-12-01')],
      '2026-01-01',
      ending('abrogation'),
    ],
    [
      'Signed on 1998-10-05; it has not consented to be bound. It has applied the instrument provisionally since 2000-01-01.',
      [signed(), act('provisional-application', '1999-01-01', { effectiveOn: '2000-01-01' })],
      '2000-01-01',
    ],
    [
      'Signed on 1998-10-05; it has not consented to be bound.',
      [signed(), act('provisional-application', '1999-01-01', { effectiveOn: '2000-01-01' })],
      '1999-12-31',
    ],
    [
      'Signed on 1998-10-05; it has not consented to be bound. On 2002-05-06 it declared that it does not intend to become a party; the signature stays listed.',
      [signed(), act('intention-not-to-become-party', '2002-05-06')],
      '2026-01-01',
    ],
    [
      'No act towards consent is on record; the sources looked at speak for the time up to 2010-01-01. The denunciation of 2010-01-01 had no effect: the State had not consented to be bound.',
      [act('denunciation', '2010-01-01')],
      '2026-01-01',
    ],
  ])('%s', (sentence, acts, asOf, under = iccpr) => {
    expect(recordOn([under], acts, asOf).statusReason).toBe(sentence);
  });
});

describe('what was withdrawn before the instrument was in force for the State is said:', () => {
  const withdrawn = (of: ReturnType<typeof act>) => act('withdrawal', '2000-02-01', { refersTo: of.id });
  test('a signature', () => {
    const one = signed();
    expect(recordOn([iccpr], [one, withdrawn(one)], '2026-01-01')).toMatchObject({
      status: 'no-action',
      since: '2000-02-01',
      statusReason: 'Its signature of 1998-10-05 was withdrawn, with effect on 2000-02-01.',
    });
  });

  test('a consent, with and without a signature', () => {
    const consent = ratified();
    expect(recordOn([iccpr], [consent, withdrawn(consent)], '2026-01-01')).toMatchObject({
      status: 'no-action',
      statusReason: 'Its ratification of 2000-01-15 was withdrawn, with effect on 2000-02-01.',
    });
    expect(recordOn([iccpr], [signed(), consent, withdrawn(consent)], '2026-01-01')).toMatchObject({
      status: 'signatory',
      statusReason:
        'Signed on 1998-10-05. Its ratification of 2000-01-15 was withdrawn, with effect on 2000-02-01.',
    });
  });
});

describe('a denunciation that follows from consent to a later instrument is said', () => {
  const old = instrument({
    id: 'ilo-c005',
    automaticDenunciations: [{ by: 'ilo-c138', from: 'entry-into-force', clause: 'article 10(4)' }],
  });
  const later = instrument({ id: 'ilo-c138', adoptedOn: '1973-06-26' });
  const acts = [
    ratified('1980-01-01', { instrument: 'ilo-c005' }),
    ratified('2000-01-15', { instrument: 'ilo-c138' }),
  ];
  const reason = (asOf: string, over = acts) => recordOn([old, later], over, asOf).statusReason;

  test('before and after it takes effect', () => {
    expect(reason('2000-04-14')).toBe(
      'Ratification on 1980-01-01; in force for it since 1980-04-01 (computed by article 49(2)). It ceases to be bound on 2000-04-15, by its consent to ilo-c138 (article 10(4)).',
    );
    expect(reason('2000-04-15')).toBe(
      'Ratification on 1980-01-01; denounced without a notice on 2000-04-15, by its consent to ilo-c138 (article 10(4)).',
    );
  });

  test('where the instrument was not yet in force for the State', () => {
    const late = [ratified('2000-02-01', { instrument: 'ilo-c005' }), ...acts.slice(1)];
    expect(reason('2000-04-15', late)).toBe(
      'Its ratification of 2000-02-01 came to nothing: the instrument was not yet in force for it. Its consent to ilo-c138 denounced it on 2000-04-15 (article 10(4)).',
    );
  });
});

describe('an instrument that applies in a territory though the State is not bound is said', () => {
  const in_ = (territory: string, over: object = {}) =>
    act('continued-application', '1999-12-20', { territory, ...over });

  test('of each, since when or as attested', () => {
    expect(
      recordOn(
        [iccpr],
        [in_('HKG', { doneOn: '1997-07-01' }), in_('MAC', { doneOnBasis: 'no-later-than' })],
        '2026-01-01',
      ).statusReason,
    ).toContain('It applies all the same in HKG since 1997-07-01; MAC, as attested on 1999-12-20.');
    expect(recordOn([iccpr], [in_('MAC')], '1999-12-19').statusReason).not.toContain('applies');
  });

  test('of no party, and of nobody who has consented', () => {
    expect(recordOn([iccpr], [in_('MAC'), ratified()], '2000-03-01').statusReason).not.toContain('applies');
    expect(recordOn([iccpr], [in_('MAC'), ratified()], '2026-01-01').statusReason).not.toContain('applies');
  });
});
