import { Check, type NewCheck } from '../../core/check.ts';
import { DomainError } from '../../core/errors.ts';
import { lastDayBegun } from '../../core/instant.ts';
import { checkLooks } from '../../core/record/admission-check.ts';
import type { Setting } from '../../core/record/recording.ts';
import type { Db } from '../db.ts';
import type { Idempotency } from '../idempotency.ts';
import { holdingsAfter } from './as-read.ts';
import { create } from './commit.ts';
import { holdingsKeys } from './holdings.ts';
import { rosterItems } from './roster/roster.ts';
import type { Planned } from './snapshots.ts';
import { track } from './tracking.ts';

/** Plans checks. The feed does not move, because a check is no news for subscribers. */
export function plannedChecks(
  db: Db,
  setting: Setting,
  instrument: string,
  checks: readonly NewCheck[],
  idempotency: Idempotency | undefined,
): Planned<Check[]> {
  const { catalogue } = setting;
  if (!catalogue.instruments.has(instrument))
    throw new DomainError('not-found', `There is no instrument ${instrument}.`);
  const { recorded, items, holdings: after } = checked(db, setting, instrument, checks);
  const tracking = track(db, after, catalogue);
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

/** The items of some checks, and the holdings after them. */
export function checked(
  db: Db,
  { holdings, newId, recordedAt, today, by }: Setting,
  instrument: string,
  checks: readonly NewCheck[],
) {
  checkLooks(checks, holdings.state, lastDayBegun({ recordedAt, today }));
  const under = { state: holdings.state.code, instrument, recordedAt, recordedBy: by };
  const recorded = checks.map((check) => Check.parse({ ...check, ...under }));
  const items = recorded.flatMap((check) => {
    const id = newId();
    return [
      create(db, { ...holdingsKeys.check(check, id), body: check }),
      create(db, rosterItems.check(check, id)),
    ];
  });
  return { recorded, items, holdings: holdingsAfter(holdings, { checks: recorded }) };
}
