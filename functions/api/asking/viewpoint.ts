import { firstDay, GivenInstant, type Instant, lastDay, plainDay } from '../../core/calendar.ts';
import { DomainError } from '../../core/errors.ts';
import { later, second } from '../../core/instant.ts';
import { evidenceOf } from '../../core/law/evidence.ts';
import { type Catalogue, type Holdings, isKnownBy, type Viewpoint } from '../../core/law/holdings.ts';
import { type InstrumentView, restingOn, type StateView, viewState } from '../../core/law/state-view.ts';
import { holdingsOf } from '../../store/record/roster/roster.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { ReadDeps } from '../deps.ts';
import { refuseParameter } from '../http/input.ts';

/** A day that may be asked about; `pattern` tells programs that read the schema. */
export const AskedDay = plainDay()
  .refine((day) => day >= firstDay && day <= lastDay, {
    error: `a day from ${firstDay} to ${lastDay} is expected`,
  })
  .meta({
    id: 'AskedDay',
    description: `A calendar day from ${firstDay} to ${lastDay}.`,
    example: '2022-08-12',
    override: { pattern: '^(((1[89]|2[01])[0-9]{2})|2200)-[0-9]{2}-[0-9]{2}$' },
  });

/** The viewpoint of an answer: the two time axes. */
export const viewpoint = {
  asOf: AskedDay.optional().meta({
    description: `What was so on that day; today (UTC) where absent. A day to come (${lastDay} at most) shows effects already certain.`,
  }),
  knownAt: GivenInstant.optional().meta({
    description:
      'As it was recorded by that instant, and will be told for ever; everything that is known now where absent. An instant after the last write is told from 20 seconds on, when nothing that began before it can be under way.',
  }),
};

type Query = { asOf?: string | undefined; knownAt?: string | undefined };
type Asker = { req: { valid: (target: 'query') => Query } };
type Viewer = Asker & { var: { deps: ReadDeps; now: Instant } };

/**
 * A State under every instrument, from the request's viewpoint.
 * @throws DomainError `not-found` for an unknown State, or one of which nothing is recorded
 */
export async function requestedView(c: Viewer, snapshot: Snapshot, code: string): Promise<StateView> {
  const holdings = await knownHoldings(snapshot, code);
  const viewpoint = requestedViewpoint(c);
  const catalogue = await catalogueOf(c, snapshot);
  const { knownAt } = viewpoint;
  if (knownAt !== undefined && !isKnownBy(holdings, knownAt) && catalogue.readings.size === 0)
    throw new DomainError('not-found', notYet(code, knownAt));
  return remembered(catalogue, holdings, viewpoint);
}

export function requestedViewpoint(c: Viewer): Viewpoint {
  const { knownAt, asOf = c.var.now.slice(0, 10) } = c.req.valid('query');
  return { asOf, ...(knownAt !== undefined && { knownAt }) };
}

/** A participant under the instrument; `isLookedAt` is false if no source tells what it has done. */
export type RosterRow = { view: StateView; under: InstrumentView; isLookedAt: boolean };

/**
 * Every participant under one instrument from a viewpoint: one query for it, and one for each instrument that
 * its answers rest on. An instrument not yet on record at the viewpoint gives no rows.
 * @throws DomainError `not-found`
 */
export async function rowsUnder(
  snapshot: Snapshot,
  catalogue: Catalogue,
  id: string,
  viewpoint: Viewpoint,
): Promise<RosterRow[]> {
  const instrument = catalogue.instruments.get(id);
  if (!instrument && !snapshot.catalogue.instruments.has(id)) throw noInstrument(id);
  if (!instrument) return [];
  const instruments = restingOn(instrument, catalogue);
  const rosters = await Promise.all([...instruments.keys()].map((one) => snapshot.roster(one)));
  const reading = catalogue.readings.get(id);
  return [...catalogue.states.values()].flatMap((state) => {
    const entries = rosters.flatMap((roster) => roster.get(state.code) ?? []);
    const view = viewState({ ...catalogue, instruments }, holdingsOf(state, entries), viewpoint);
    const under = view.under.get(id);
    if (!under) return [];
    const isLookedAt = under.recorded.length > 0 || evidenceOf(under, reading).evidenceThrough !== null;
    return [{ view, under, isLookedAt }];
  });
}

/** The catalogue as it was known at the viewpoint's instant. */
export async function catalogueOf(c: Viewer, snapshot: Snapshot): Promise<Catalogue> {
  const { knownAt } = c.req.valid('query');
  if (knownAt === undefined) return snapshot.catalogue;
  requireSettled(knownAt, c.var.now, snapshot);
  return c.var.deps.store.catalogueAt(snapshot.catalogue, knownAt);
}

/**
 * How long a write may take to appear after its instant: planning and retries take 14 seconds, and clocks may
 * differ by 5 (infra/ops/clock.ts).
 */
const underWay = 20 * second;

/**
 * Refuses an instant about which more may still be recorded. It is settled once a later write is on record,
 * because instants only increase, or once every write begun before it must have ended.
 * @throws DomainError
 */
function requireSettled(knownAt: Instant, now: Instant, { head: { committedAt = '' } }: Snapshot): void {
  if (knownAt > now) refuseParameter('knownAt', `${knownAt} is in the future.`);
  if (knownAt <= committedAt || knownAt <= later(now, -underWay)) return;
  refuseParameter(
    'knownAt',
    `What is being recorded now may bear an instant before ${knownAt} yet; ask again ${underWay / second} seconds after it, or without knownAt for what is known now.`,
  );
}

/** The view under one instrument. @throws DomainError `not-found` */
export function under(
  c: Asker,
  { catalogue }: Pick<Snapshot, 'catalogue'>,
  view: StateView,
  instrument: string,
): InstrumentView {
  const found = view.under.get(instrument);
  if (found) return found;
  if (!catalogue.instruments.has(instrument)) throw noInstrument(instrument);
  throw new DomainError('not-found', notYet(instrument, c.req.valid('query').knownAt));
}

export const noInstrument = (id: string): DomainError =>
  new DomainError('not-found', `There is no instrument ${id}; GET /v1/instruments lists them.`);

/** Says that something is on record now and was not by the instant asked about. */
export const notYet = (what: string, knownAt: Instant | undefined): string =>
  `Nothing was recorded of ${what} by ${knownAt}; without knownAt the answer is what is known now.`;

/** The holdings of a State, also of one that has done nothing but that a whole reading speaks for. */
async function knownHoldings({ catalogue, holdings }: Snapshot, code: string): Promise<Holdings> {
  if (catalogue.states.get(code)?.tracked === false && catalogue.readings.size === 0)
    throw new DomainError(
      'not-found',
      `Nothing is recorded about ${code}; that does not mean that it has done nothing.`,
    );
  return holdings(code);
}

type Remembered = { view: StateView; known: string };

const views = new WeakMap<Holdings, Remembered[]>();
const mostViews = 4;

/**
 * The view of a State on a day. Views are pure, so one serves every question about the same holdings and day.
 */
export const currentView = (
  { catalogue }: Pick<Snapshot, 'catalogue'>,
  holdings: Holdings,
  asOf: string,
): StateView => remembered(catalogue, holdings, { asOf });

/** Remembers views; instants between which nothing was recorded of the State share one. */
function remembered(catalogue: Catalogue, holdings: Holdings, viewpoint: Viewpoint): StateView {
  const known = knownOf(holdings, viewpoint.knownAt);
  const made = views.get(holdings) ?? [];
  const already = made.find(
    (one) => one.known === known && one.view.asOf === viewpoint.asOf && one.view.catalogue === catalogue,
  );
  if (already) return already.view;
  const view = viewState(catalogue, holdings, viewpoint);
  views.set(holdings, [{ view, known }, ...made].slice(0, mostViews));
  return view;
}

/** How much of the holdings was known by then; later records bear later instants. */
function knownOf({ actions, checks }: Holdings, knownAt: Instant | undefined): string {
  if (knownAt === undefined) return 'all';
  const count = (all: readonly { recordedAt: Instant }[]) =>
    all.reduce((sum, { recordedAt }) => sum + (recordedAt <= knownAt ? 1 : 0), 0);
  return `${count(actions)} ${count(checks)}`;
}
