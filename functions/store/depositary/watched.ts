import type { Look } from '../../core/depositary/watching/look.ts';
import {
  type WatchedDocument,
  watchedDocument,
  watchStatusOf,
} from '../../core/depositary/watching/watched.ts';
import type { Snapshot } from '../record/snapshots.ts';

/**
 * The state of watching each instrument's document. Rosters are read only for those that a person is to look
 * at.
 */
export function watchedDocuments(
  { catalogue, roster }: Pick<Snapshot, 'catalogue' | 'roster'>,
  looks: readonly Look[],
): Promise<WatchedDocument[]> {
  const last = new Map(looks.map((look) => [look.instrument, look]));
  const watched = [...catalogue.instruments.values()].map(async (instrument) => {
    const look = last.get(instrument.id);
    const reading = catalogue.readings.get(instrument.id);
    const isByPerson = watchStatusOf(instrument, look) === 'by-person';
    const recorded = isByPerson ? (await roster(instrument.id)).values() : [];
    return watchedDocument(instrument, { look, reading, recorded });
  });
  return Promise.all(watched);
}
