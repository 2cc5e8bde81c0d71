import * as z from 'zod';
import type { NewCorrection } from '../../core/action.ts';
import type { Day } from '../../core/calendar.ts';
import { Check, type NewCheck } from '../../core/check.ts';
import type { Moment } from '../../core/instant.ts';
import type { Catalogue, Holdings } from '../../core/law/holdings.ts';
import {
  correctAction,
  type Decision,
  type Entry,
  reconcile,
  recordActions,
  type Setting,
} from '../../core/record/recording.ts';
import type { Db } from '../db.ts';
import { earlierResponse } from '../idempotency.ts';
import { plannedChecks } from './checking.ts';
import type { Writing } from './commit.ts';
import { decided } from './decision-items.ts';
import { type Facts, packedFacts } from './roster/packing.ts';
import type { Planned, RecordStore, Snapshot } from './snapshots.ts';
import { track } from './tracking.ts';

/** What was recorded, and the sequences of the changes that announce it. */
export type Recorded = Decision & { sequences: number[] };

/** What was recorded, with the catalogue and holdings after it, and the day it was. */
export type Reached = Recorded & { catalogue: Catalogue; holdings: Holdings; today: Day };

type Context = { db: Db; record: RecordStore; publicUrl: string; newId: () => string };

/** Records acts, corrections and checks of one State under one instrument, each in one transaction. */
export function createRecording({ db, record, publicUrl, newId }: Context) {
  type Decide = (setting: Setting) => Decision | null;

  const settingOf = async (
    { catalogue, holdings }: Snapshot,
    state: string,
    by: string,
    at: Moment,
  ): Promise<Setting> => ({
    catalogue,
    ...at,
    holdings: await holdings(state),
    by,
    newId,
    publicUrl,
  });

  const write = async <R>(
    state: string,
    writing: Writing,
    decide: Decide,
    respond: (reached: Reached) => R,
  ): Promise<R | null> => {
    return record.write<R | null>(writing.now, async (snapshot, at) => {
      const setting = await settingOf(snapshot, state, writing.by, at);
      // Looks for an earlier answer only after loading the holdings, because acts of this very request found
      // there must not be refused as duplicates.
      const { idempotency } = writing;
      const earlier = idempotency && (await earlierResponse(db, idempotency, at.recordedAt));
      if (earlier !== undefined) return { plan: null, response: earlier as R };
      const decision = decide(setting);
      return decision
        ? plannedActs(db, snapshot, setting, decision, writing, respond)
        : { plan: null, response: null };
    });
  };

  const must = async <R>(written: Promise<R | null>): Promise<R> => {
    const response = await written;
    if (response === null) throw new Error('a decision was expected');
    return response;
  };

  return {
    /** Records acts in one transaction; `respond` makes the answer that an idempotency key repeats. */
    recordActions: <R = Recorded>(
      state: string,
      instrument: string,
      entries: readonly Entry[],
      writing: Writing,
      respond: (reached: Reached) => R = same,
    ) => must(write(state, writing, (setting) => recordActions(setting, instrument, entries), respond)),

    correctAction: <R = Recorded>(
      { state, instrument, of, seed }: { state: string; instrument: string; of: string; seed?: string },
      correction: NewCorrection,
      writing: Writing,
      respond: (reached: Reached) => R = same,
    ) =>
      must(
        write(state, writing, (setting) => correctAction(setting, instrument, of, correction, seed), respond),
      ),

    /** Commits what time or a revised instrument has changed; null if nothing has changed. */
    reconcile: (state: string, instrument: string, writing: Writing): Promise<Recorded | null> =>
      write<Recorded>(state, writing, (setting) => reconcile(setting, instrument), same),

    /**
     * Records acts and checks of any States, as many of the given participations as one transaction takes,
     * and answers how many it took.
     */
    importFacts: (facts: readonly Facts[], writing: Writing): Promise<number> =>
      record.write(writing.now, (snapshot, at) =>
        packedFacts(db, snapshot, facts, (now, state) => settingOf(now, state, writing.by, at)),
      ),

    /** Records checks. The feed does not move, because a check is no news for subscribers. */
    recordChecks: async (
      state: string,
      instrument: string,
      checks: readonly NewCheck[],
      writing: Writing,
    ): Promise<Check[]> => {
      const { now: clock, by, idempotency } = writing;
      return record.write<Check[]>(clock, async (snapshot, at) => {
        const setting = await settingOf(snapshot, state, by, at);
        const earlier = idempotency && (await earlierResponse(db, idempotency, at.recordedAt));
        if (earlier !== undefined) return { plan: null, response: z.array(Check).parse(earlier) };
        return plannedChecks(db, setting, instrument, checks, idempotency);
      });
    },
  };
}

const same = <R>({ catalogue: _, holdings: __, today: ___, ...recorded }: Reached): R => recorded as R;

/** Plans what a decision writes, and what is on record after it. */
export function plannedActs<R>(
  db: Db,
  { catalogue }: Snapshot,
  setting: Setting,
  decision: Decision,
  { quiet, idempotency }: Writing,
  respond: (reached: Reached) => R,
): Extract<Planned<R>, { after: unknown }> {
  const { actions, items, holdings, instruments } = decided(db, setting, decision);
  const tracking = track(db, holdings, catalogue);
  const reached = { holdings: tracking.holdings, catalogue: tracking.catalogue };
  return {
    plan: {
      quiet,
      idempotency,
      items: [...items, ...tracking.items],
      changes: decision.changes,
      catalogue: tracking.items.length > 0,
      respond: (sequences) => respond({ ...decision, actions, ...reached, today: setting.today, sequences }),
    },
    after: {
      written: [{ holdings: tracking.holdings, instruments }],
      catalogue: tracking.catalogue,
    },
  };
}
