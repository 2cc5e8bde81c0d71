import { type Day, firstDay, lastDay } from '../../core/calendar.ts';
import { DomainError } from '../../core/errors.ts';
import type { Catalogue, Holdings, Viewpoint } from '../../core/law/holdings.ts';
import { type StateView, viewState } from '../../core/law/state-view.ts';
import { noState } from '../../core/state.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Asked } from './asked.ts';

/** The day that a page is about: `asOf`, or today. @throws DomainError `invalid-input` */
export const asOfDay = ({ query, today }: Pick<Asked, 'query' | 'today'>): Day =>
  query.asOf === undefined ? today : readDay(query.asOf, 'asOf');

/** @throws DomainError `invalid-input` for a text that is no calendar day, or too far away */
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

/** The page's viewpoint: the day it asks about, and the day at whose end its knowledge ends. */
export function viewpointOf(asked: Pick<Asked, 'query' | 'today'>): Viewpoint {
  const known = knownOn(asked);
  return { asOf: asOfDay(asked), ...(known && { knownAt: `${known}T23:59:59.999Z` }) };
}

/** The day at whose end the page's knowledge ends; undefined if it uses all that is known. */
export function knownOn({ query, today }: Pick<Asked, 'query' | 'today'>): Day | undefined {
  const known = query.knownOn === undefined ? today : readDay(query.knownOn, 'knownOn');
  return known < today ? known : undefined;
}

/** What the API calls a status of pages: it lists participants that nobody has looked at under "no action". */
const statusOfApi = (name: string, value: string | undefined): string | undefined =>
  name === 'status' && value === 'not-looked-at' ? 'no-action' : value;

/** The page's viewpoint and some of its filters, named as the API's parameters. */
export const ofApi = (
  asked: Pick<Asked, 'query' | 'today'>,
  filters: readonly string[] = [],
): Record<string, string | undefined> => ({
  asOf: asked.query.asOf,
  knownAt: viewpointOf(asked).knownAt,
  ...Object.fromEntries(filters.map((name) => [name, statusOfApi(name, asked.query[name])])),
});

/** The catalogue as it was known at the viewpoint's instant. */
export const catalogueAt = (
  { deps }: Pick<Asked, 'deps'>,
  { catalogue }: Snapshot,
  { knownAt }: Pick<Viewpoint, 'knownAt'>,
): Promise<Catalogue> | Catalogue =>
  knownAt === undefined ? catalogue : deps.store.catalogueAt(catalogue, knownAt);

/** A State under every instrument. @throws DomainError `not-found` */
export async function viewOf(
  asked: Pick<Asked, 'deps'>,
  snapshot: Snapshot,
  code: string,
  viewpoint: Viewpoint,
): Promise<StateView> {
  const holdings = await holdingsOfState(snapshot, code);
  return viewState(await catalogueAt(asked, snapshot, viewpoint), holdings, viewpoint);
}

/** @throws DomainError `not-found` for a code that is no State's */
export async function holdingsOfState(snapshot: Snapshot, code: string): Promise<Holdings> {
  if (snapshot.catalogue.states.has(code)) return snapshot.holdings(code);
  const states = snapshot.catalogue.states;
  const isTerritory = [...states.values()].some(({ territories = [] }) =>
    territories.some((one) => one.code === code),
  );
  throw new DomainError('not-found', noState(code.slice(0, 64), states.values()).message, {
    about: isTerritory ? 'territory' : 'state',
    given: code.slice(0, 64),
  });
}
