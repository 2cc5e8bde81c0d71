import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../../functions/core/instrument.ts';
import { type OpenAct, openActs } from '../../../functions/core/law/open-act.ts';
import type { State } from '../../../functions/core/state.ts';
import type { Status } from '../../../functions/core/vocabulary.ts';
import { act, instrument, stand } from '../../support/core-builders.ts';

const party = (id: string) => ({ instrument: id, status: 'party' as const });
const signatory = (id: string) => ({ instrument: id, status: 'signatory' as const });
const all: Instrument['acts'] = [
  { act: 'signature' },
  { act: 'ratification', afterSignature: true },
  { act: 'accession' },
];
const needing = (
  requires: NonNullable<Instrument['acts'][number]['requires']>,
  signing = requires,
): Instrument['acts'] => [
  { act: 'signature', requires: signing },
  { act: 'ratification', afterSignature: true, requires },
  { act: 'accession', requires },
];

const iccpr = instrument();
const op1 = instrument({ id: 'iccpr-op1', acts: needing([party('iccpr')], [signatory('iccpr')]) });
const op2 = instrument({ id: 'iccpr-op2', acts: needing([party('iccpr')], [signatory('iccpr')]) });
const opcat = instrument({ id: 'opcat', acts: needing([party('cat')], [signatory('cat')]) });
const icpped = instrument({ id: 'icpped', acts: all });
const icrmw = instrument({ id: 'icrmw', acts: all });
const opIcescr = instrument({ id: 'op-icescr', acts: needing([party('icescr')], [signatory('icescr')]) });
const opCedaw = instrument({ id: 'op-cedaw', acts: needing([party('cedaw')], [signatory('cedaw')]) });
const parents = [{ anyOf: [party('crc'), party('crc-opac'), party('crc-opsc')] }];
const opic = instrument({ id: 'opic', acts: needing(parents) });
const rome = instrument({
  id: 'rome-statute',
  acts: [
    { act: 'signature', until: '2000-12-31' },
    { act: 'ratification', afterSignature: true },
    { act: 'accession' },
  ],
});
const c029 = instrument({ id: 'ilo-c029', acts: [{ act: 'ratification' }] });
const p029 = instrument({
  id: 'ilo-p029',
  acts: [{ act: 'ratification', requires: [{ ...party('ilo-c029'), metOnConsent: true }] }],
});
const cade = instrument({ id: 'unesco-cade', acts: [{ act: 'ratification' }, { act: 'acceptance' }] });

const standings: Record<string, Status> = {
  iccpr: 'signatory',
  cat: 'party',
  icescr: 'party',
  cedaw: 'party',
  crc: 'party',
  'crc-opac': 'party',
  'crc-opsc': 'party',
};
const statusOf =
  (more: Record<string, Status> = {}) =>
  (id: string): Status =>
    ({ ...standings, ...more })[id] ?? 'no-action';
const none = { status: 'no-action', signature: null } as const;

const show = (acts: readonly OpenAct[]): string[] =>
  acts.map(({ act: name, waitsFor }) =>
    waitsFor.length ? `${name} after ${waitsFor.map(waiting).join(' and ')}` : name,
  );
const waiting = (one: OpenAct['waitsFor'][number]): string =>
  'anyOf' in one ? `any of ${one.anyOf.map(waiting).join(', ')}` : `${one.status} ${one.instrument}`;

const openTo = (
  under: Instrument,
  {
    position = none,
    asOf = '2026-11-23',
    statuses = {},
    kind = 'state' as State['kind'],
  }: {
    position?: Parameters<typeof openActs>[2];
    asOf?: string;
    statuses?: Record<string, Status>;
    kind?: State['kind'];
  } = {},
) => show(openActs(under, kind, position, statusOf(statuses), asOf));

const afterSigning = (id: string) => ['signature', `ratification after signatory ${id}`, 'accession'];

describe('what is open to China', () => {
  test.each([
    [
      'iccpr-op1',
      op1,
      ['signature', 'ratification after signatory iccpr-op1 and party iccpr', 'accession after party iccpr'],
    ],
    [
      'iccpr-op2',
      op2,
      ['signature', 'ratification after signatory iccpr-op2 and party iccpr', 'accession after party iccpr'],
    ],
    ['opcat', opcat, afterSigning('opcat')],
    ['icpped', icpped, afterSigning('icpped')],
    ['icrmw', icrmw, afterSigning('icrmw')],
    ['op-icescr', opIcescr, afterSigning('op-icescr')],
    ['op-cedaw', opCedaw, afterSigning('op-cedaw')],
    ['opic', opic, afterSigning('opic')],
    ['rome-statute', rome, ['accession']],
    ['ilo-c029', c029, ['ratification']],
    ['unesco-cade', cade, ['ratification', 'acceptance']],
  ])('%s', (_, under, expected) => {
    expect(openTo(under)).toEqual(expected);
  });

  test('iccpr, signed: ratification alone', () => {
    const position = stand(iccpr, [act('signature', '1998-10-05')], '2026-11-23');
    expect(openTo(iccpr, { position })).toEqual(['ratification']);
  });

  test('ilo-c029, ratified: nothing', () => {
    const position = stand(c029, [act('ratification', '2022-08-12')], '2022-08-12');
    expect(openTo(c029, { position, asOf: '2022-08-12' })).toEqual([]);
  });
});

test.each([
  ['no-action', ['ratification after party ilo-c029']],
  ['contracting-state', ['ratification']],
  ['party', ['ratification']],
] as const)('the Protocol of 2014 to C029 where C029 is at %s', (status, expected) => {
  expect(openTo(p029, { statuses: { 'ilo-c029': status } })).toEqual(expected);
});

test('without the exception, a parent that is only consented to is still waited for', () => {
  expect(openTo(op2, { statuses: { iccpr: 'contracting-state' } })).toContain('accession after party iccpr');
  expect(openTo(op2, { statuses: { iccpr: 'party' } })).toContain('accession');
});

test('a State that is out of the parent has to come back to it', () => {
  expect(openTo(op2, { statuses: { iccpr: 'former-party' } })[0]).toBe('signature after signatory iccpr');
});

test.each([
  [{ crc: 'no-action' }, []],
  [{ crc: 'no-action', 'crc-opac': 'no-action' }, []],
  [
    { crc: 'no-action', 'crc-opac': 'no-action', 'crc-opsc': 'signatory' },
    ['any of party crc, party crc-opac, party crc-opsc'],
  ],
] as [Record<string, Status>, string[]][])('OPIC wants any one of three parents', (statuses, waits) => {
  const [signature] = openTo(opic, { statuses });
  expect(signature).toBe(['signature', ...waits].join(' after '));
});

test.each([
  ['2000-12-31', ['signature', 'ratification after signatory rome-statute', 'accession']],
  ['2001-01-01', ['accession']],
])('the Rome Statute on %s', (asOf, expected) => {
  expect(openTo(rome, { asOf })).toEqual(expected);
});

test('who signed while it was open may still ratify', () => {
  const position = stand(rome, [act('signature', '2000-12-31')], '2026-01-01');
  expect(openTo(rome, { position })).toEqual(['ratification']);
});

test('an act opens on its day', () => {
  const late = instrument({ acts: [{ act: 'accession', from: '2030-01-01' }] });
  expect(openTo(late)).toEqual([]);
  expect(openTo(late, { asOf: '2030-01-01' })).toEqual(['accession']);
});

test('a former party that had signed may ratify or accede anew', () => {
  expect(
    openTo(iccpr, { position: { status: 'former-party', signature: act('signature', '1998-10-05') } }),
  ).toEqual(['ratification', 'accession']);
});

test('formal confirmation is for organizations, ratification for States, succession for nobody to choose', () => {
  const crpd = instrument({
    acts: [{ act: 'ratification' }, { act: 'formal-confirmation' }, { act: 'succession' }],
  });
  expect(openTo(crpd)).toEqual(['ratification']);
  expect(openTo(crpd, { kind: 'organization' })).toEqual(['formal-confirmation']);
});

test.each([
  ['1966-12-15', undefined, 0],
  ['1966-12-16', undefined, 3],
  ['1966-12-18', '1966-12-19', 0],
  ['1966-12-19', '1966-12-19', 3],
])(
  'on %s, of an instrument adopted on 1966-12-16 and opened on %s, %i acts are open',
  (asOf, opened, count) => {
    const under = instrument(opened ? { openedForSignatureOn: opened } : {});
    expect(openTo(under, { asOf })).toHaveLength(count);
  },
);
