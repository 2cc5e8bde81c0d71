import type { Day } from '../calendar.ts';
import type { Citation } from '../citation.ts';
import type { RecordedReading } from '../record/reading.ts';
import type { InstrumentView } from './state-view.ts';

/** What anybody has looked at about a State under an instrument. */
export type Evidence = {
  /** The sources that were looked at for what the State itself has done. */
  sources: readonly Citation[];
  /** The last day on which a source was looked at. */
  lastCheckedOn: Day | null;
  /** The last day that any source looked at speaks for; what happened after it is not known. */
  evidenceThrough: Day | null;
};

/** A document that was read whole speaks of every participant, whether it lists it or not. */
export function evidenceOf(
  { actions, checks }: Pick<InstrumentView, 'actions' | 'checks'>,
  reading: RecordedReading | undefined,
): Evidence {
  const read = reading ? [reading.source] : [];
  const seen = [...read, ...checks.map(({ source }) => source), ...actions.flatMap(({ sources }) => sources)];
  const own = checks.filter(isOfState);
  return {
    sources: [...read, ...own.map(({ source }) => source)],
    lastCheckedOn: latest(seen.map(({ seenOn }) => seenOn)),
    evidenceThrough: latest([
      ...(reading ? [reading.statusAsAt] : []),
      ...own.map(({ on }) => on),
      ...actions.filter(isOfState).map(({ doneOn }) => doneOn),
    ]),
  };
}

/** What is about a territory alone says nothing of the State's own status. */
const isOfState = ({ territory }: { territory?: string | undefined }): boolean => territory === undefined;

const latest = (days: readonly Day[]): Day | null =>
  days.reduce<Day | null>((last, day) => (last === null || day > last ? day : last), null);
