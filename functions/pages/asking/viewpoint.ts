import { type Day, lastDay } from '../../core/calendar.ts';
import { DomainError } from '../../core/errors.ts';
import type { Holdings, Viewpoint } from '../../core/law/holdings.ts';
import { type StateView, viewState } from '../../core/law/state-view.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Asked } from './asked.ts';

/** What may be asked about begins here. */
export const firstDay = '1800-01-01';

/** The day that a page is about: `asOf`, or today. @throws DomainError `invalid-input` */
export const asOfDay = ({ query, today }: Pick<Asked, 'query' | 'today'>): Day =>
  query.asOf === undefined ? today : readDay(query.asOf, 'asOf');

/** @throws DomainError `invalid-input` for what is no day of the calendar, or too far away */
export function readDay(text: string, parameter: string): Day {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  const isKept = isDay && new Date(text).toISOString().slice(0, 10) === text;
  if (isKept && text >= firstDay && text <= lastDay) return text;
  throw new DomainError('invalid-input', `${parameter}: a day from ${firstDay} to ${lastDay} is expected.`, {
    errors: [{ parameter, detail: `${text.slice(0, 40)} is no such day` }],
    about: 'day',
    given: text.slice(0, 40),
  });
}

/** The page's viewpoint: what was so on a day, as it was known at the end of another. */
export function viewpointOf(asked: Pick<Asked, 'query' | 'today'>): Viewpoint {
  const known = asked.query.knownOn === undefined ? undefined : readDay(asked.query.knownOn, 'knownOn');
  const isPast = known !== undefined && known < asked.today;
  return { asOf: asOfDay(asked), ...(isPast && { knownAt: `${known}T23:59:59.999Z` }) };
}

/** A State under every instrument. @throws DomainError `not-found` */
export async function viewOf(
  { deps }: Pick<Asked, 'deps'>,
  snapshot: Snapshot,
  code: string,
  viewpoint: Viewpoint,
): Promise<StateView> {
  const holdings = await holdingsOf(snapshot, code);
  const { knownAt } = viewpoint;
  const catalogue =
    knownAt === undefined ? snapshot.catalogue : await deps.store.catalogueAt(snapshot.catalogue, knownAt);
  return viewState(catalogue, holdings, viewpoint);
}

/** @throws DomainError `not-found` for a code that is no State's */
export async function holdingsOf(snapshot: Snapshot, code: string): Promise<Holdings> {
  if (snapshot.catalogue.states.has(code)) return snapshot.holdings(code);
  throw new DomainError('not-found', `There is no State ${code}.`, { about: 'state', given: code });
}
