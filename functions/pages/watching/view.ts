import type { Look } from '../../core/depositary/watching/look.ts';
import type { WatchedDocument } from '../../core/depositary/watching/watched.ts';
import type { Instrument } from '../../core/instrument.ts';
import type { RecordedReading } from '../../core/record/reading.ts';
import { watchedDocuments } from '../../store/depositary/watched.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Asked } from '../asking/asked.ts';

/** The state of watching an instrument's document: its looks, and its last whole reading, whoever made it. */
export type WatchedDocumentView = {
  instrument: Instrument;
  document: WatchedDocument;
  reading: RecordedReading | undefined;
  failure: Look['failure'];
};

export async function watchedIn(
  { deps }: Pick<Asked, 'deps'>,
  snapshot: Snapshot,
): Promise<WatchedDocumentView[]> {
  const looks = await deps.store.looks.list();
  const last = new Map(looks.map((look) => [look.instrument, look]));
  const { instruments, readings } = snapshot.catalogue;
  return (await watchedDocuments(snapshot, looks)).flatMap((document) => {
    const instrument = instruments.get(document.instrument);
    const reading = readings.get(document.instrument);
    const failure = document.failure && (last.get(document.instrument)?.failure ?? null);
    return instrument ? [{ instrument, document, reading, failure }] : [];
  });
}
