import * as z from 'zod';
import { Day, Instant } from '../../calendar.ts';
import { InstrumentId } from '../../ids.ts';
import type { Instrument } from '../../instrument.ts';
import type { RecordedReading } from '../../record/reading.ts';
import type { Look } from './look.ts';

const WatchFailure = z.lazy(() => z.object({ at: Instant, why: z.string() }).meta({ id: 'WatchFailure' }));

/** How it stands with one instrument's document. */
export const WatchedDocument = z.lazy(() =>
  z
    .object({
      instrument: InstrumentId,
      title: z.string(),
      /** `by-person`: no document that a program reads; `waiting`: not looked at yet, or nothing is watched here. */
      status: z.enum(['read', 'failing', 'waiting', 'by-person']),
      /** The document, or where a person may look. */
      url: z.string().nullable(),
      /** The last whole reading, whoever read it, and the day that it speaks for. */
      readAt: Instant.nullable(),
      statusAsAt: Day.nullable(),
      askedAt: Instant.nullable(),
      failingSince: Instant.nullable(),
      failure: WatchFailure.nullable(),
      dueAt: Instant.nullable(),
    })
    .meta({ id: 'WatchedDocument' }),
);
export type WatchedDocument = z.infer<typeof WatchedDocument>;

/** A look counts for the document that the instrument names now, not for one that it named before. */
export function watchedDocument(
  instrument: Instrument,
  reading: RecordedReading | undefined,
  look: Look | undefined,
): WatchedDocument {
  const own = look?.url === instrument.document?.url ? look : undefined;
  return {
    instrument: instrument.id,
    title: instrument.title,
    status: statusOf(instrument, own),
    url: instrument.document?.url ?? addressFor(instrument),
    readAt: own?.readAt ?? reading?.recordedAt ?? null,
    statusAsAt: reading?.statusAsAt ?? null,
    askedAt: own?.askedAt ?? null,
    failingSince: own?.failingSince ?? null,
    failure: own?.failure ? { at: own.failure.at, why: own.failure.why } : null,
    dueAt: own?.dueAt ?? null,
  };
}

function statusOf({ document }: Instrument, look: Look | undefined): WatchedDocument['status'] {
  if (!document) return 'by-person';
  if (look?.failure) return 'failing';
  return look?.readAt ? 'read' : 'waiting';
}

/** The depositary's own page, where a source is one. */
const addressFor = ({ sources }: Instrument): string | null =>
  sources.find(({ citation }) => citation.tier === 'primary' && citation.url)?.citation.url ??
  sources.find(({ citation }) => citation.url)?.citation.url ??
  null;
