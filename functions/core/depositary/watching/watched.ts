import * as z from 'zod';
import type { Action } from '../../action.ts';
import { Day, Instant } from '../../calendar.ts';
import type { Check } from '../../check.ts';
import { InstrumentId } from '../../ids.ts';
import type { Instrument } from '../../instrument.ts';
import { evidenceOf } from '../../law/evidence.ts';
import { liveActions } from '../../law/live.ts';
import type { RecordedReading } from '../../record/reading.ts';
import type { Look } from './look.ts';

const WatchFailure = z.lazy(() => z.object({ at: Instant, why: z.string() }).meta({ id: 'WatchFailure' }));

/** The state of looking at one instrument's document. */
export const WatchedDocument = z.lazy(() =>
  z
    .object({
      instrument: InstrumentId,
      title: z.string(),
      /**
       * `by-person`: no program can read the document, or its host refuses programs. `waiting`: nobody has
       * looked yet, or nothing is watched here.
       */
      status: z.enum(['read', 'failing', 'waiting', 'by-person']),
      /** The document, or the page where a person may look. */
      url: z.string().nullable(),
      /** When the last whole reading was made, whoever made it. */
      readAt: Instant.nullable(),
      statusAsAt: Day.nullable(),
      askedAt: Instant.nullable(),
      failingSince: Instant.nullable(),
      failure: WatchFailure.nullable(),
      dueAt: Instant.nullable(),
      /** If a person is to look: the last day that anything on record of the instrument speaks for. */
      byPersonSince: Day.nullable(),
    })
    .meta({ id: 'WatchedDocument' }),
);
export type WatchedDocument = z.infer<typeof WatchedDocument>;

/** What is recorded of one participant under the instrument. */
type RecordedActs = { actions: readonly Action[]; checks: readonly Check[] };

type Known = {
  look: Look | undefined;
  reading: RecordedReading | undefined;
  /** What is recorded of each participant; read only where a person is to look. */
  recorded?: Iterable<RecordedActs>;
};

/** The look at the document that the instrument names now; a look at an earlier one does not count. */
export const lookAt = (
  { document }: Pick<Instrument, 'document'>,
  look: Look | undefined,
): Look | undefined => (look?.url === document?.url ? look : undefined);

export function watchedDocument(
  instrument: Instrument,
  { look, reading, recorded = [] }: Known,
): WatchedDocument {
  const own = lookAt(instrument, look);
  const status = watchStatusOf(instrument, look);
  return {
    instrument: instrument.id,
    title: instrument.title,
    status,
    url: instrument.document?.url ?? addressFor(instrument),
    readAt: own?.readAt ?? reading?.recordedAt ?? null,
    statusAsAt: reading?.statusAsAt ?? null,
    askedAt: own?.askedAt ?? null,
    failingSince: own?.failingSince ?? null,
    failure: own?.failure ? { at: own.failure.at, why: own.failure.why } : null,
    dueAt: own?.dueAt ?? null,
    byPersonSince: status === 'by-person' ? lastDay(instrument, recorded, reading) : null,
  };
}

/** A person looks at a document that no program can read, or whose host refuses programs. */
export function watchStatusOf(
  instrument: Pick<Instrument, 'document'>,
  look: Look | undefined,
): WatchedDocument['status'] {
  const own = lookAt(instrument, look);
  if (!instrument.document || own?.failure?.isRefused) return 'by-person';
  if (own?.failure) return 'failing';
  return own?.readAt ? 'read' : 'waiting';
}

/**
 * The last day that anything on record of the instrument speaks for, or else the day on which its own sources
 * were seen.
 */
function lastDay(
  { sources }: Instrument,
  recorded: Iterable<RecordedActs>,
  reading: RecordedReading | undefined,
): Day | null {
  const spokenFor = [...recorded].flatMap(
    ({ actions, checks }) =>
      evidenceOf({ actions: liveActions(actions), checks }, reading).evidenceThrough ?? [],
  );
  const seen = sources.map(({ citation }) => citation.seenOn);
  return (spokenFor.length > 0 ? spokenFor : seen).toSorted().at(-1) ?? null;
}

/** The address of a primary source, or else of any source, for a person to open. */
const addressFor = ({ sources }: Instrument): string | null =>
  sources.find(({ citation }) => citation.tier === 'primary' && citation.url)?.citation.url ??
  sources.find(({ citation }) => citation.url)?.citation.url ??
  null;
