import type { NewCheck } from '../../../core/check.ts';
import type { Holdings } from '../../../core/law/holdings.ts';
import type { NewChange } from '../../../core/record/change.ts';
import { type Entry, recordActions, type Setting } from '../../../core/record/recording.ts';
import type { Db } from '../../db.ts';
import type { WriteItem } from '../../writes.ts';
import { checked } from '../checking.ts';
import { decided } from '../decision-items.ts';
import type { Planned, Snapshot } from '../snapshots.ts';
import { track } from '../tracking.ts';
import type { Written } from './held.ts';

/** Acts and checks of one State under one instrument. */
export type Facts = {
  state: string;
  instrument: string;
  entries: readonly Entry[];
  checks: readonly NewCheck[];
};

/** A transaction takes 100 items, and one of them is the head of the feed. */
const mostItems = 99;

type Pack = {
  taken: number;
  items: readonly WriteItem[];
  changes: readonly NewChange[];
  written: ReadonlyMap<string, Written>;
  catalogue: Snapshot['catalogue'];
};

type SettingOf = (snapshot: Snapshot, state: string) => Promise<Setting>;

/**
 * As many of `facts`, from the first on, as one transaction takes; each is decided on after those before it.
 */
export async function packedFacts(
  db: Db,
  snapshot: Snapshot,
  facts: readonly Facts[],
  settingOf: SettingOf,
): Promise<Planned<number>> {
  const { catalogue } = snapshot;
  let pack: Pack = { taken: 0, items: [], changes: [], written: new Map(), catalogue };
  for (const one of facts) {
    const next = await added(db, snapshot, pack, one, settingOf);
    if (next === null) break;
    pack = next;
  }
  const { taken, items, changes, written } = pack;
  if (taken === 0) throw new Error('one participation does not fit into a transaction');
  const isNew = pack.catalogue !== catalogue;
  return {
    plan: { quiet: true, items: [...items], changes, catalogue: isNew, respond: () => taken },
    after: { written: [...written.values()], catalogue: pack.catalogue },
  };
}

/**
 * The pack with one more participation, or null if it would not fit. One that is refused gets a transaction
 * of its own.
 */
async function added(
  db: Db,
  snapshot: Snapshot,
  pack: Pack,
  facts: Facts,
  settingOf: SettingOf,
): Promise<Pack | null> {
  const before = pack.written.get(facts.state);
  const setting = await settingOf(
    { ...snapshot, catalogue: pack.catalogue, holdings: withOwn(before, snapshot) },
    facts.state,
  );
  const fact = factOf(db, setting, facts, pack.taken === 0);
  if (fact === null) return null;
  const tracking = track(db, fact.holdings, pack.catalogue);
  const items = [...pack.items, ...fact.items, ...tracking.items];
  const changes = [...pack.changes, ...fact.changes];
  if (items.length + changes.length > mostItems) return null;
  const instruments = [...(before?.instruments ?? []), ...fact.instruments];
  const written = new Map(pack.written).set(facts.state, { holdings: tracking.holdings, instruments });
  return { taken: pack.taken + 1, items, changes, written, catalogue: tracking.catalogue };
}

const withOwn =
  (own: Written | undefined, { holdings }: Snapshot) =>
  (state: string): Promise<Holdings> =>
    own ? Promise.resolve(own.holdings) : holdings(state);

function factOf(db: Db, setting: Setting, { instrument, entries, checks }: Facts, isFirst: boolean) {
  try {
    const acts = entries.length > 0 ? recordActions(setting, instrument, entries) : null;
    const own = acts
      ? decided(db, setting, acts)
      : { items: [], holdings: setting.holdings, instruments: [] };
    const looks = checked(db, { ...setting, holdings: own.holdings }, instrument, checks);
    return {
      items: [...own.items, ...looks.items],
      changes: acts?.changes ?? [],
      holdings: looks.holdings,
      instruments: [...own.instruments, instrument],
    };
  } catch (error) {
    if (isFirst) throw error;
    return null;
  }
}
