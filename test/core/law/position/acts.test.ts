import { describe, expect, test } from 'vitest';
import { automaticDenunciation } from '../../../../functions/core/law/position/ending.ts';
import { basisOf, positionBefore } from '../../../../functions/core/law/position/position.ts';
import { act, actId, cited, instrument, notice, recordOn, stand } from '../../../support/core-builders.ts';

type Acts = ReturnType<typeof act>[];

const iccpr = instrument({ withdrawalRule: notice() });
const at = (acts: Acts, asOf = '2026-01-01', under = iccpr) => stand(under, acts, asOf);
const signed = () => act('signature', '1998-10-05');
const ratified = (day = '2000-01-15') => act('ratification', day);
const withdrawing = (of: { id: string }, day: string, over: object = {}) =>
  act('withdrawal', day, { refersTo: of.id, ...over });

describe('a withdrawal', () => {
  test('of nothing moves nothing, and is no act without effect', () =>
    expect(at([ratified(), act('withdrawal', '2010-01-01')])).toMatchObject({
      status: 'party',
      withdrawal: null,
      ineffective: [],
    }));

  test('of a notice of withdrawal leaves the State a party', () => {
    const left = act('denunciation', '2010-01-01');
    const acts = [ratified(), left, withdrawing(left, '2010-06-01')];
    expect(at(acts, '2010-05-31').withdrawal?.on).toBe('2011-01-01');
    expect(at(acts)).toMatchObject({ status: 'party', since: '2000-04-15', withdrawal: null });
  });

  test('of a signature ad referendum leaves nothing to confirm', () => {
    const referendum = act('signature-ad-referendum', '1998-10-05');
    const acts = [
      referendum,
      withdrawing(referendum, '1999-01-01'),
      act('confirmation-of-signature', '1999-02-01'),
    ];
    expect(at(acts, '1998-12-31').adReferendum?.id).toBe(referendum.id);
    expect(at(acts)).toMatchObject({ status: 'no-action', adReferendum: null, signature: null });
    expect(at(acts).ineffective).toHaveLength(1);
  });

  test('of a consent given anew leaves the withdrawal that it was to follow', () => {
    const anew = act('accession', '2010-06-01');
    const acts = [ratified(), act('denunciation', '2010-01-01'), anew];
    expect(at(acts).status).toBe('party');
    expect(at([...acts, withdrawing(anew, '2010-07-01')])).toMatchObject({
      status: 'former-party',
      since: '2011-01-01',
    });
  });

  test('of a consent takes it back before it is in force, and is a notice after', () => {
    const consent = ratified();
    expect(at([consent, withdrawing(consent, '2000-04-14')])).toMatchObject({
      status: 'no-action',
      since: '2000-04-14',
      consent: null,
    });
    const late = [consent, withdrawing(consent, '2000-04-15')];
    expect(at(late, '2001-04-14')).toMatchObject({ status: 'party', withdrawal: { on: '2001-04-15' } });
    expect(at(late, '2001-04-15').status).toBe('former-party');
    expect(
      at([consent, withdrawing(consent, '2000-02-01', { effectiveOn: '2000-12-31' })], '2000-12-30').status,
    ).toBe('party');
    expect(at([consent, withdrawing(consent, '2000-02-01', { effectiveOn: '2000-12-31' })]).status).toBe(
      'former-party',
    );
  });

  test('of a signature leaves a party a party', () => {
    const signature = signed();
    expect(at([signature, withdrawing(signature, '1999-01-01')])).toMatchObject({
      status: 'no-action',
      since: '1999-01-01',
    });
    expect(at([signature, ratified(), withdrawing(signature, '2001-01-01')])).toMatchObject({
      status: 'party',
      since: '2000-04-15',
      signature: null,
      takenBack: null,
    });
  });
});

describe('an act that comes late moves nothing that stands:', () => {
  test('a signature by a party, or by who was one', () => {
    expect(at([ratified(), act('signature', '2001-01-01')])).toMatchObject({
      status: 'party',
      since: '2000-04-15',
    });
    const left = [ratified(), act('denunciation', '2010-01-01'), act('signature', '2012-01-01')];
    expect(at(left)).toMatchObject({ status: 'former-party', since: '2011-01-01' });
  });

  test('provisional application by a party', () => {
    const late = act('provisional-application', '2001-01-01');
    expect(at([ratified(), late])).toMatchObject({
      provisional: null,
      ineffective: [{ action: { id: late.id }, reason: 'the instrument was already in force for the State' }],
    });
    expect(at([late]).provisional?.id).toBe(late.id);
  });

  test('a rescission of another notice', () => {
    const acts = [ratified(), act('denunciation', '2010-01-01')];
    const other = act('rescission', '2010-06-01', { refersTo: actId(1) });
    expect(at([...acts, other])).toMatchObject({
      status: 'former-party',
      ineffective: [{ action: { id: other.id } }],
    });
    expect(at([...acts, act('rescission', '2010-06-01')]).status).toBe('party');
  });
});

describe('acts of one day follow each other as law lets them, however they were recorded:', () => {
  const [first, second] = [{ id: actId(1) }, { id: actId(2) }];
  const both = (
    one: 'signature-ad-referendum' | 'denunciation' | 'signature',
    other: Parameters<typeof act>[0],
    day: string,
    more: [object, object] = [{}, {}],
  ) =>
    [
      [act(one, day, { ...first, ...more[0] }), act(other, day, { ...second, ...more[1] })],
      [act(one, day, { ...second, ...more[0] }), act(other, day, { ...first, ...more[1] })],
    ] as const;

  test('a signature ad referendum and its confirmation', () => {
    for (const acts of both('signature-ad-referendum', 'confirmation-of-signature', '1999-01-01'))
      expect(at([...acts])).toMatchObject({ status: 'signatory', ineffective: [] });
  });

  test('a signature and a confirmation of an earlier one', () => {
    const referendum = act('signature-ad-referendum', '1998-01-01');
    for (const acts of both('signature', 'confirmation-of-signature', '1999-01-01'))
      expect(at([referendum, ...acts]).signature?.id).toBe(referendum.id);
  });

  test('two notices, of which the one with the later effect decides', () => {
    const effects: [object, object] = [{ effectiveOn: '2012-01-01' }, { effectiveOn: '2011-06-01' }];
    for (const acts of both('denunciation', 'denunciation', '2010-01-01', effects))
      expect(at([ratified(), ...acts], '2011-01-01').withdrawal?.on).toBe('2012-01-01');
  });
});

describe('the position before an act', () => {
  test('has what came before it, and nothing of the act itself as it was stated before', () => {
    const [signature, consent] = [signed(), ratified()];
    expect(positionBefore(iccpr, [signature, consent], consent).status).toBe('signatory');
    expect(positionBefore(iccpr, [signature, consent], { ...consent, doneOn: '2001-01-15' }).status).toBe(
      'signatory',
    );
    expect(positionBefore(iccpr, [signature, consent], signature).status).toBe('no-action');
    expect(positionBefore(iccpr, [signature, consent], act('denunciation', '2010-01-01')).status).toBe(
      'party',
    );
  });
});

describe('the act that a status rests on', () => {
  const left = act('denunciation', '2010-01-01');
  const signature = signed();
  const consent = ratified();
  const ended = instrument({
    termination: { kind: 'termination', on: '2015-01-01', rule: 'x', sources: [cited] },
  });
  test.each<[string, Acts, string | undefined, typeof iccpr]>([
    ['none', [], undefined, iccpr],
    ['a signature', [signature], signature.id, iccpr],
    ['a consent', [signature, consent], consent.id, iccpr],
    [
      'a consent, while a withdrawal is to come',
      [consent, act('denunciation', '2025-12-01')],
      consent.id,
      iccpr,
    ],
    ['a notice', [consent, left], left.id, iccpr],
    ['no act of a former party to an instrument that ended', [signature, consent], undefined, ended],
    [
      'none, where the consent was withdrawn',
      [signature, consent, withdrawing(consent, '2000-02-01')],
      undefined,
      iccpr,
    ],
    [
      'none, where the consent came to nothing',
      [signature, act('ratification', '2014-12-01')],
      undefined,
      ended,
    ],
    ['a signature of an instrument that ended', [signature], signature.id, ended],
  ])('is %s', (_, acts, id, under) => expect(basisOf(at(acts, '2026-01-01', under))?.id).toBe(id));
});

describe('of several ends the first comes', () => {
  const old = (on: string) =>
    instrument({
      id: 'ilo-c005',
      termination: { kind: 'abrogation', on, rule: 'x', sources: [cited] },
      automaticDenunciations: [{ by: 'ilo-c138', from: 'consent', clause: 'y' }],
    });
  const later = instrument({ id: 'ilo-c138', adoptedOn: '1973-06-26' });
  const acts = [
    act('ratification', '1980-01-01', { instrument: 'ilo-c005' }),
    act('ratification', '2000-01-15', { instrument: 'ilo-c138' }),
  ];
  test.each([
    ['2000-01-14', 'abrogation', '2000-01-14'],
    ['2015-01-01', 'automatic-denunciation', '2000-01-15'],
  ])('with an abrogation on %s: %s', (on, kind, since) =>
    expect(recordOn([old(on), later], acts, '2026-01-01')).toMatchObject({
      ended: { kind },
      since,
      status: 'former-party',
    }),
  );

  test('and a later instrument without a day of its entry into force ends nothing', () => {
    const rule = { by: 'x', from: 'entry-into-force', clause: 'y' } as const;
    const consent = { id: actId(1), doneOn: '2000-01-15' };
    expect(automaticDenunciation(rule, { consent, inForce: { on: null } })).toEqual([]);
    expect(automaticDenunciation(rule, { consent: null, inForce: null })).toEqual([]);
    expect(automaticDenunciation({ ...rule, from: 'consent' }, { consent, inForce: null })).toMatchObject([
      { on: '2000-01-15', action: actId(1) },
    ]);
  });
});

test('consent anew takes effect with the withdrawal that it follows, and no earlier', () => {
  const acts = (anew: string) => [ratified(), act('denunciation', '2010-01-01'), act('accession', anew)];
  expect(at(acts('2010-02-01'))).toMatchObject({ status: 'party', inForce: { on: '2011-01-01' } });
  expect(at(acts('2010-12-01'))).toMatchObject({ status: 'party', inForce: { on: '2011-03-01' } });
  expect(at(acts('2010-12-01'), '2011-02-28')).toMatchObject({
    status: 'contracting-state',
    since: '2011-01-01',
  });
  const unruled = instrument({ entryIntoForceRule: undefined, withdrawalRule: notice() });
  const known = [
    act('ratification', '2000-01-15', { effectiveOn: '2000-04-15' }),
    ...acts('2010-12-01').slice(1),
  ];
  expect(at(known, '2026-01-01', unruled)).toMatchObject({
    status: 'contracting-state',
    inForce: { on: null },
  });
});
