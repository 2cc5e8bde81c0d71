import * as z from 'zod';
import { type Action, isRetraction, Retraction, TreatyAction } from '../../../core/action.ts';
import { Day } from '../../../core/calendar.ts';
import { Check } from '../../../core/check.ts';
import type { Citation } from '../../../core/citation.ts';
import type { Holdings } from '../../../core/law/holdings.ts';
import { Standing } from '../../../core/law/standing.ts';
import type { State } from '../../../core/state.ts';
import { Tier } from '../../../core/vocabulary.ts';
import { bodyIn, type Db, type Item, partition } from '../../db.ts';
import { withWritten } from '../as-read.ts';

/** The part of a source on which evidence rests. */
const RosterEvidence = z
  .object({ seenOn: Day, tier: Tier })
  .transform((evidence): Citation => ({ title: '', ...evidence }));

const ActCopy = z.lazy(() =>
  z.union([TreatyAction.unwrap().extend({ sources: z.array(RosterEvidence) }), Retraction]),
);

const CheckCopy = z.lazy(() => Check.unwrap().extend({ source: RosterEvidence }));

/** One item of a roster: a copy of an action or check without its text, or of a standing. */
const RosterCopy = z.lazy(() =>
  z.object({ standing: Standing.optional(), action: ActCopy.optional(), check: CheckCopy.optional() }),
);

/** What a roster holds of one State under one instrument. */
export type RosterEntry = {
  standing?: Standing | undefined;
  actions: readonly Action[];
  checks: readonly Check[];
};

/** One instrument's entries by State. */
export type Roster = ReadonlyMap<string, RosterEntry>;

/** A roster, and the States whose entries were written since it was read. */
export type HeldRoster = { entries: Promise<Roster>; stale: ReadonlySet<string> };

const pk = 'ROSTER';
type Place = { instrument: string; state: string };
const prefixOf = ({ instrument, state }: Place): string => `${instrument}#${state}#`;

/** Copies are written in one transaction with their originals, so that a roster is never behind. */
export const rosterItems = {
  action: (action: Action): Item => ({
    pk,
    sk: `${prefixOf(action)}${action.id}`,
    body: { action: withoutText(action) },
  }),
  check: (check: Check, id: string): Item => ({
    pk,
    sk: `${prefixOf(check)}${id}`,
    body: { check: lookOf(check) },
  }),
  /** A standing bears its version, because it is revised in place. */
  standing: (standing: Standing): Item => ({
    pk,
    sk: prefixOf(standing),
    body: { standing, version: standing.version },
  }),
};

/** All States under one instrument, in one query. */
export const readRoster = async (db: Db, instrument: string): Promise<Roster> =>
  byState(await partition(db, pk, `${instrument}#`));

/** All States under every instrument, in one query. */
export async function readRosters(db: Db): Promise<ReadonlyMap<string, Roster>> {
  const under = Map.groupBy(await partition(db, pk), ({ sk }) => String(sk).split('#')[0] ?? '');
  return new Map([...under].map(([instrument, items]) => [instrument, byState(items)]));
}

/** One State under one instrument. */
export const readEntry = async (db: Db, place: Place): Promise<RosterEntry> =>
  entryIn(await partition(db, pk, prefixOf(place)));

/** Stale entries beyond which reading the whole roster again is cheaper. */
const mostEntries = 16;

/** The roster with its stale entries read again. */
export function refreshed(db: Db, instrument: string, roster: HeldRoster | undefined): HeldRoster {
  const none = new Set<string>();
  if (!roster || roster.stale.size > mostEntries) return { entries: readRoster(db, instrument), stale: none };
  const anew = async (): Promise<Roster> => {
    const known = await roster.entries;
    const read = await Promise.all(
      [...roster.stale].map(async (state) => [state, await readEntry(db, { instrument, state })] as const),
    );
    return withWritten(known, read);
  };
  return { entries: roster.stale.size === 0 ? roster.entries : anew(), stale: none };
}

const none: Roster = new Map();

/** Every roster, in one query. */
export function everyRoster(db: Db, instruments: readonly string[]): Map<string, HeldRoster> {
  const all = readRosters(db);
  return new Map(
    instruments.map((instrument) => {
      const entries = all.then((rosters) => rosters.get(instrument) ?? none);
      return [instrument, { entries, stale: new Set<string>() }];
    }),
  );
}

const byState = (items: readonly Item[]): Roster => {
  const states = Map.groupBy(items, ({ sk }) => String(sk).split('#')[1] ?? '');
  return new Map([...states].map(([state, own]) => [state, entryIn(own)]));
};

function entryIn(items: readonly Item[]): RosterEntry {
  const copies = items.map((item) => bodyIn(item, RosterCopy));
  return {
    standing: copies.find(({ standing }) => standing)?.standing,
    actions: copies.flatMap(({ action }) => action ?? []),
    checks: copies.flatMap(({ check }) => check ?? []),
  };
}

/** The entry of one State, from holdings in memory. */
export function entryOf({ actions, checks, standings }: Holdings, instrument: string): RosterEntry {
  const own = <T extends { instrument: string }>(all: readonly T[]) =>
    all.filter((one) => one.instrument === instrument);
  return {
    standing: standings.get(instrument),
    actions: own(actions).map(withoutText),
    checks: own(checks).map(lookOf),
  };
}

export const isEmptyEntry = ({ standing, actions, checks }: RosterEntry): boolean =>
  !standing && actions.length + checks.length === 0;

/** The entries of one State under every instrument, from holdings in memory. */
export function entriesOf(holdings: Holdings | undefined): ReadonlyMap<string, RosterEntry> {
  if (!holdings) return new Map();
  const actions = Map.groupBy(holdings.actions, ({ instrument }) => instrument);
  const checks = Map.groupBy(holdings.checks, ({ instrument }) => instrument);
  const { standings } = holdings;
  const instruments = new Set([...actions.keys(), ...checks.keys(), ...standings.keys()]);
  return new Map(
    [...instruments].map((id) => [
      id,
      {
        standing: standings.get(id),
        actions: (actions.get(id) ?? []).map(withoutText),
        checks: (checks.get(id) ?? []).map(lookOf),
      },
    ]),
  );
}

/** One State's entries as if they were everything recorded under it; acts lack their texts. */
export const holdingsOf = (state: State, entries: readonly RosterEntry[]): Holdings => ({
  state,
  actions: entries.flatMap(({ actions }) => actions),
  checks: entries.flatMap(({ checks }) => checks),
  standings: new Map(entries.flatMap(({ standing }) => (standing ? [[standing.instrument, standing]] : []))),
});

function withoutText(action: Action): Action {
  if (isRetraction(action)) return action;
  const { text: _, sources, ...act } = action;
  const distinct = new Map(sources.map((source) => [`${source.seenOn} ${source.tier}`, source]));
  return { ...act, sources: [...distinct.values()].map(evidenceOf) };
}

const lookOf = ({ note: _, source, ...check }: Check): Check => ({ ...check, source: evidenceOf(source) });

const evidenceOf = ({ seenOn, tier }: Citation): Citation => ({ title: '', seenOn, tier });
