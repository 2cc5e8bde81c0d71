import type { Day } from '../calendar.ts';
import type { Citation } from '../citation.ts';
import type { RecordedReading } from '../record/reading.ts';
import { isDomestic } from '../vocabulary.ts';
import type { Catalogue } from './holdings.ts';
import type { LiveAction } from './live.ts';
import type { InstrumentView } from './state-view.ts';

/** What anybody has looked at about a State under an instrument. */
export type Evidence = {
  /** The sources that were looked at for the State's own acts. */
  sources: readonly Citation[];
  /** The last day on which a source was looked at. */
  lastCheckedOn: Day | null;
  /** The last day that any source looked at speaks for; later events are not known. */
  evidenceThrough: Day | null;
};

/**
 * Collects the evidence. A document read whole speaks for every participant, listed or not. An act's source
 * speaks for the act's day only if it can know what the depositary does, which the press and domestic steps
 * cannot.
 */
export function evidenceOf(
  { actions, checks }: Pick<InstrumentView, 'actions' | 'checks'>,
  reading: RecordedReading | undefined,
  territory?: string,
): Evidence {
  const read = reading && territory === undefined ? [reading] : [];
  if (actions.length + checks.length === 0) return ofReading(read[0]);
  const own = checks.filter((check) => check.territory === territory);
  const looks = own.filter(({ source }) => source.tier !== 'unverified');
  const acts = actions.filter((action) => action.territory === territory && !isDomestic(action.kind));
  const told = acts.filter(({ sources }) => sources.some(knows));
  const seen = [...read, ...looks].map(({ source }) => source).concat(told.flatMap(knowing));
  return {
    sources: [...read, ...own].map(({ source }) => source),
    lastCheckedOn: latest(seen.map(({ seenOn }) => seenOn)),
    evidenceThrough: latest([
      ...read.map(({ statusAsAt }) => statusAsAt),
      ...looks.map(({ on }) => on),
      ...told.map(({ doneOn }) => doneOn),
    ]),
  };
}

const ofReading = (reading: RecordedReading | undefined): Evidence => ({
  sources: reading ? [reading.source] : [],
  lastCheckedOn: reading?.source.seenOn ?? null,
  evidenceThrough: reading?.statusAsAt ?? null,
});

const knows = ({ tier }: Pick<Citation, 'tier'>): boolean => tier === 'primary' || tier === 'official';

const knowing = ({ sources }: Pick<LiveAction, 'sources'>): Citation[] => sources.filter(knows);

/** Whether any source has been read for what the State has done. */
export const isLookedAt = (
  { readings }: Pick<Catalogue, 'readings'>,
  { instrument, actions, checks, position }: InstrumentView,
): boolean =>
  position.status !== 'no-action' || actions.length + checks.length > 0 || readings.has(instrument.id);

/** The latest day; null if there is none. */
export const latest = (days: readonly (Day | null)[]): Day | null =>
  days.reduce((last, day) => (last === null || (day !== null && day > last) ? day : last), null);

/**
 * Between which days the evidence about several participants ends, and how many that have done nothing were
 * never looked at.
 */
export function evidenceSpan(all: readonly { status: string; evidenceThrough: Day | null }[]) {
  const days = all.flatMap(({ evidenceThrough }) => evidenceThrough ?? []).sort();
  return {
    evidenceThrough: { oldest: days[0] ?? null, newest: days.at(-1) ?? null },
    unchecked: all.filter(isUnchecked).length,
  };
}

/** Whether nothing is on record and nobody has looked. */
export const isUnchecked = (one: { status: string; evidenceThrough: Day | null }): boolean =>
  (one.status === 'no-action' || one.status === 'unknown') && one.evidenceThrough === null;
