import type { Look } from '../../core/depositary/watching/look.ts';
import { type WatchedDocument, watchedDocument } from '../../core/depositary/watching/watched.ts';
import type { Instrument } from '../../core/instrument.ts';
import type { RecordedReading } from '../../core/record/reading.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Asked } from '../asking/asked.ts';

/** How it stands with an instrument's document: the looks at it, and the last whole reading, whoever read it. */
export type Watched = {
  instrument: Instrument;
  document: WatchedDocument;
  reading: RecordedReading | undefined;
  failure: Look['failure'];
};

export async function watchedIn({ deps }: Pick<Asked, 'deps'>, { catalogue }: Snapshot): Promise<Watched[]> {
  const looks = new Map((await deps.store.looks.list()).map((look) => [look.instrument, look]));
  return [...catalogue.instruments.values()].map((instrument) => {
    const reading = catalogue.readings.get(instrument.id);
    const look = looks.get(instrument.id);
    const document = watchedDocument(instrument, reading, look);
    return { instrument, document, reading, failure: document.failure && (look?.failure ?? null) };
  });
}
