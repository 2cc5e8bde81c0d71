import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import type { Asked } from '../asking/asked.ts';
import { csvFile } from '../files/csv.ts';
import { effectsAskedFor } from './view.ts';

/** Every effect, past and to come, that passes the filters. */
export async function calendarCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const { states } = snapshot.catalogue;
  const effects = await effectsAskedFor(asked, snapshot);
  const rows = effects.map(({ territory, state, ...effect }) => ({
    ...effect,
    state,
    stateName: states.get(state)?.name,
    territory: territory?.code,
    territoryStatus: territory?.status,
  }));
  return csvFile('effects', rows, 'calendar');
}
