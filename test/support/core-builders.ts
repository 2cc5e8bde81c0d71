import type { Action, NewAction } from '../../functions/core/action.ts';
import type { Citation } from '../../functions/core/citation.ts';
import type { Instrument } from '../../functions/core/instrument.ts';
import type { Catalogue, Holdings } from '../../functions/core/law/holdings.ts';
import type { LiveAction } from '../../functions/core/law/live.ts';
import { participationOf } from '../../functions/core/law/participation/participation.ts';
import { recordOf } from '../../functions/core/law/participation/participation-record.ts';
import { positionOf } from '../../functions/core/law/position/position.ts';
import type { Position } from '../../functions/core/law/position/shape.ts';
import { viewState } from '../../functions/core/law/state-view.ts';
import { urgingsUpon } from '../../functions/core/law/urging.ts';
import type { Setting } from '../../functions/core/record/recording.ts';
import type { Source, Urging } from '../../functions/core/source.ts';
import type { State } from '../../functions/core/state.ts';

export const cited: Citation = {
  title: 'Depositary notification',
  url: 'https://treaties.un.org/',
  seenOn: '2026-01-01',
  tier: 'primary',
};

const recorded = { recordedAt: '2026-01-01T00:00:00.000Z', recordedBy: 'test' };

/** The id of the nth act of a test. */
export const actId = (number: number): string => `act_${String(number).padStart(26, '0')}`;

/** An instrument in force: three months after deposit, open to signature, ratification and accession. */
export const instrument = (over: Partial<Instrument> = {}): Instrument => ({
  id: 'iccpr',
  title: 'International Covenant on Civil and Political Rights',
  titles: [],
  shortNames: ['ICCPR'],
  depositary: 'un-sg',
  depositaryName: 'Secretary-General of the United Nations',
  adoptedOn: '1966-12-16',
  inForceOn: '1976-03-23',
  references: [{ scheme: 'untc', value: 'IV-4' }],
  classes: ['human-rights'],
  entryIntoForceRule: threeMonths,
  acts: [{ act: 'signature' }, { act: 'ratification', afterSignature: true }, { act: 'accession' }],
  sources: [{ facts: ['title'], citation: cited }],
  version: 1,
  ...recorded,
  ...over,
});

export const threeMonths = {
  after: 'deposit',
  period: { months: 3 },
  rounding: 'none',
  clause: 'article 49(2)',
} as const;

export const notice = (over: object = {}) =>
  ({ kind: 'notice', period: { months: 12 }, rounding: 'none', clause: 'article 31', ...over }) as const;

/** An act as an editor sends it. */
export const newAct = (
  kind: NewAction['kind'],
  doneOn: string,
  over: Partial<NewAction> = {},
): NewAction => ({
  kind,
  doneOn,
  sources: [cited],
  ...over,
});

let count = 0;

/** An act on record; ids ascend in the order of making. */
export const act = (kind: NewAction['kind'], doneOn: string, over: Partial<LiveAction> = {}): LiveAction => {
  const id = over.id ?? actId(++count);
  return {
    id,
    statedIn: id,
    state: 'CHN',
    instrument: 'iccpr',
    ...recorded,
    kind,
    doneOn,
    sources: [cited],
    ...over,
  };
};

/** The position of a State after some acts, on a day. */
export const stand = (under: Instrument, acts: readonly LiveAction[], asOf: string): Position =>
  positionOf(under, acts, asOf);

export const china: State = {
  code: 'CHN',
  name: 'China',
  kind: 'state',
  tracked: true,
  territories: [
    { code: 'HKG', name: 'Hong Kong', from: '1997-07-01' },
    { code: 'MAC', name: 'Macao', from: '1999-12-20' },
  ],
};

export const catalogue = (
  instruments: readonly Instrument[],
  sources: readonly Source[] = [],
): Catalogue => ({
  instruments: new Map(instruments.map((one) => [one.id, one])),
  sources: new Map(sources.map((one) => [one.id, one])),
  states: new Map([[china.code, china]]),
  readings: new Map(),
});

export const holdings = (actions: readonly Action[] = [], over: Partial<Holdings> = {}): Holdings => ({
  state: china,
  actions,
  checks: [],
  standings: new Map(),
  ...over,
});

/** The record of a State under the first instrument as of a day. */
export function recordOn(
  instruments: readonly Instrument[],
  actions: readonly Action[],
  asOf: string,
  over: Partial<Holdings> = {},
) {
  const view = viewState(catalogue(instruments), holdings(actions, over), { asOf });
  const under = view.under.get(instruments[0]?.id ?? '');
  if (!under) throw new Error('an instrument was expected');
  return { ...recordOf(view, under), view, participation: participationOf(view, under, urgingsUpon(view)) };
}

/** A setting for decisions at an instant; ids ascend. */
export function settingAt(now: string, over: Partial<Setting> = {}): Setting {
  let next = 900_000;
  return {
    catalogue: catalogue([instrument()]),
    holdings: holdings(),
    recordedAt: now,
    today: now.slice(0, 10),
    by: 'editor',
    newId: () => actId(++next),
    publicUrl: 'https://tracker.example.org',
    ...over,
  };
}

/** A party's standing, as the store keeps it. */
export const standingUnder = (of: Instrument, over: object) =>
  [
    of.id,
    {
      state: 'CHN',
      instrument: of.id,
      status: 'party' as const,
      since: '1941-02-21',
      nextEffectOn: null,
      version: 1,
      ...over,
    },
  ] as const;

/** A letter of 29 April 2019 with these calls. */
export const source = (urgings: Urging[], over: Partial<Source> = {}): Source => ({
  id: 'letter',
  title: 'A letter',
  author: 'Somebody',
  kind: 'letter',
  on: '2019-04-29',
  citations: [cited],
  urgings,
  version: 1,
  recordedAt: '2026-01-01T00:00:00.000Z',
  recordedBy: 'test',
  ...over,
});
