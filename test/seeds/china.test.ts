import { expect, test } from 'vitest';
import type { Instrument } from '../../functions/core/instrument.ts';
import type { LiveAction } from '../../functions/core/law/live.ts';
import { positionOf } from '../../functions/core/law/position/position.ts';
import { territoryPositions } from '../../functions/core/law/territory/territory.ts';
import { readSeeds } from '../../seeds/format.ts';

const seeds = await readSeeds();
const recorded = { recordedAt: '2026-11-23T00:00:00.000Z', recordedBy: 'seeds' };
const ofChina = seeds.participations.filter(({ state }) => state === 'CHN');
const territories = seeds.states.find(({ code }) => code === 'CHN')?.territories ?? [];

function instrumentOf(id: string): Instrument {
  const seed = seeds.instruments.find((one) => one.id === id);
  if (!seed) throw new Error(`no instrument ${id}`);
  return { id, ...seed.instrument, version: 1, ...recorded };
}

const actionsOf = (instrument: string): LiveAction[] =>
  ofChina
    .filter((participation) => participation.instrument === instrument)
    .flatMap(({ state, actions }) =>
      actions.map(({ seed, action }) => ({
        ...action,
        id: seed,
        statedIn: seed,
        state,
        instrument,
        ...recorded,
      })),
    );

const china = (instrument: string, asOf: string) =>
  positionOf(instrumentOf(instrument), actionsOf(instrument), asOf);

function inTerritories(instrument: string, asOf: string) {
  const acts = actionsOf(instrument);
  const position = positionOf(instrumentOf(instrument), acts, asOf);
  return Object.fromEntries(
    territoryPositions(instrumentOf(instrument), territories, acts, position, asOf).map(
      ({ territory, status, since, attestedOn }) => [territory, [status, since ?? attestedOn ?? null]],
    ),
  );
}

test.each([
  ['iccpr', 'signatory', '1998-10-05'],
  ['iccpr-op1', 'no-action', null],
  ['iccpr-op2', 'no-action', null],
  ['opcat', 'no-action', null],
  ['icpped', 'no-action', null],
  ['icrmw', 'no-action', null],
  ['op-icescr', 'no-action', null],
  ['op-cedaw', 'no-action', null],
  ['opic', 'no-action', null],
  ['rome-statute', 'no-action', null],
  ['ilo-c029', 'party', '2023-08-12'],
  ['ilo-p029', 'no-action', null],
  ['unesco-cade', 'no-action', null],
  ['genocide', 'party', '1983-07-17'],
  ['icerd', 'party', '1982-01-28'],
  ['icescr', 'party', '2001-06-27'],
  ['cedaw', 'party', '1981-09-03'],
  ['cat', 'party', '1988-11-03'],
  ['crc', 'party', '1992-04-01'],
  ['crc-opac', 'party', '2008-03-20'],
  ['crc-opsc', 'party', '2003-01-03'],
  ['crpd', 'party', '2008-08-31'],
  ['op-crpd', 'no-action', null],
  ['apartheid', 'party', '1983-05-18'],
  ['apartheid-sports', 'signatory', '1987-10-21'],
  ['statutory-limitations', 'no-action', null],
  ['refugees-1951', 'party', '1982-12-23'],
  ['refugees-1967', 'party', '1982-09-24'],
  ['stateless-1954', 'no-action', null],
  ['statelessness-1961', 'no-action', null],
  ['trafficking-protocol', 'party', '2010-03-10'],
  ['ilo-c087', 'no-action', null],
  ['ilo-c098', 'no-action', null],
  ['ilo-c100', 'party', '1991-11-02'],
  ['ilo-c105', 'party', '2023-08-12'],
  ['ilo-c111', 'party', '2007-01-12'],
  ['ilo-c122', 'party', '1998-12-17'],
  ['ilo-c138', 'party', '2000-04-28'],
  ['ilo-c144', 'party', '1991-11-02'],
  ['ilo-c155', 'party', '2008-01-25'],
  ['ilo-c169', 'no-action', null],
  ['ilo-c182', 'party', '2003-08-08'],
  ['ilo-c187', 'no-action', null],
  ['ilo-c189', 'no-action', null],
  ['ilo-c190', 'no-action', null],
  ['icerd-art8-amendment', 'contracting-state', '2002-07-10'],
  ['cedaw-art20-amendment', 'contracting-state', '2002-07-10'],
  ['cat-art17-18-amendment', 'contracting-state', '2002-07-10'],
  ['crc-art43-amendment', 'party', '2002-11-18'],
])('the record puts China under %s as %s since %s', (instrument, status, since) => {
  expect(china(instrument, '2026-11-23')).toMatchObject({ status, since });
});

test('domestic approval moves nothing, deposit makes a contracting State, a year in force makes a party', () => {
  const on = (day: string) => china('ilo-c029', day).status;
  expect(['2022-04-25', '2022-08-11', '2022-08-12', '2023-08-11', '2023-08-12'].map(on)).toEqual([
    'no-action',
    'no-action',
    'contracting-state',
    'contracting-state',
    'party',
  ]);
});

test.each([
  ['iccpr', { HKG: ['applies', '1997-07-01'], MAC: ['applies', '1999-12-20'] }],
  ['icescr', { HKG: ['applies', '1997-07-01'], MAC: ['applies', '1999-12-20'] }],
  ['icerd', { HKG: ['applies', '1997-07-01'], MAC: ['applies', '1999-12-20'] }],
  ['crpd', { HKG: ['applies', '2008-08-31'], MAC: ['applies', '2008-08-31'] }],
  ['crc-opsc', { HKG: ['excluded', '2002-12-03'], MAC: ['applies', '2003-01-03'] }],
  ['refugees-1951', { HKG: ['not-extended', '1997-07-01'], MAC: ['applies', '1999-12-20'] }],
  ['stateless-1954', { HKG: ['applies', '1997-07-01'], MAC: ['not-extended', null] }],
  ['unesco-cade', { HKG: ['not-extended', null], MAC: ['applies', '1999-12-20'] }],
  ['ilo-c029', { HKG: ['applies', '1997-07-01'], MAC: ['applies', '1999-12-20'] }],
  ['ilo-c182', { HKG: ['applies', '2003-08-08'], MAC: ['applies', '2003-08-08'] }],
])('%s in Hong Kong and Macao is as the sources say', (instrument, expected) => {
  expect(inTerritories(instrument, '2026-11-23')).toEqual(expected);
});

test('a stated entry into force agrees with the rule of the instrument wherever both are known', () => {
  for (const { instrument } of ofChina) {
    const { inForce } = china(instrument, '2026-11-23');
    if (inForce?.computed) expect(inForce.on, instrument).toBe(inForce.computed);
  }
});
