import { Check, type NewCheck } from '../../core/check.ts';
import { DomainError } from '../../core/errors.ts';
import { checkLooks } from '../../core/record/admission-check.ts';
import type { Setting } from '../../core/record/recording.ts';
import type { Db } from '../db.ts';
import type { Idempotency } from '../idempotency.ts';
import { holdingsAfter } from './as-read.ts';
import { create } from './commit.ts';
import { holdingsKeys } from './holdings.ts';
import { rosterItems } from './roster.ts';
import type { Planned } from './snapshots.ts';
import { track } from './tracking.ts';

/** Looks at sources alone: they tell the world nothing new. */
export function plannedChecks(
  db: Db,
  setting: Setting,
  instrument: string,
  checks: readonly NewCheck[],
  idempotency: Idempotency | undefined,
): Planned<Check[]> {
  const { catalogue, holdings } = setting;
  if (!catalogue.instruments.has(instrument))
    throw new DomainError('not-found', `There is no instrument ${instrument}.`);
  const { recorded, items } = checkItems(db, setting, instrument, checks);
  const tracking = track(db, holdingsAfter(holdings, { checks: recorded }), catalogue);
  return {
    plan: {
      idempotency,
      items: [...items, ...tracking.items],
      changes: [],
      catalogue: tracking.items.length > 0,
      respond: () => recorded,
    },
    after: {
      written: [{ holdings: tracking.holdings, instruments: [instrument] }],
      catalogue: tracking.catalogue,
    },
  };
}

function checkItems(
  db: Db,
  { holdings, newId, recordedAt, today, by }: Setting,
  instrument: string,
  checks: readonly NewCheck[],
) {
  checkLooks(checks, holdings.state, today);
  const under = { state: holdings.state.code, instrument, recordedAt, recordedBy: by };
  const recorded = checks.map((check) => Check.parse({ ...check, ...under }));
  const items = recorded.flatMap((check) => {
    const id = newId();
    return [
      create(db, { ...holdingsKeys.check(check, id), body: check }),
      create(db, rosterItems.check(check, id)),
    ];
  });
  return { recorded, items };
}

/** The plan of acts with looks at sources added to it. */
export function withChecks(
  db: Db,
  { plan, after }: Extract<Planned<void>, { after: unknown }>,
  setting: Setting,
  instrument: string,
  checks: readonly NewCheck[],
): Planned<void> {
  const { recorded, items } = checkItems(db, setting, instrument, checks);
  const held = after.written?.[0]?.holdings ?? setting.holdings;
  return {
    plan: { ...plan, items: [...plan.items, ...items] },
    after: {
      ...after,
      written: [{ holdings: holdingsAfter(held, { checks: recorded }), instruments: [instrument] }],
    },
  };
}
