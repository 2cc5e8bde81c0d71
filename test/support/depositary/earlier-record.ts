import type { NewAction } from '../../../functions/core/action.ts';
import { knownParticipants } from '../../../functions/core/depositary/participants.ts';
import { readDocument } from '../../../functions/core/depositary/read-document.ts';
import type { ListRow, Reading } from '../../../functions/core/depositary/reading.ts';
import type { Store } from '../../../functions/store/index.ts';
import { outsiders } from '../../../functions/watch/outsiders.ts';
import { readSeeds } from '../../../seeds/format.ts';
import { loadSeeds } from '../../../seeds/load.ts';
import type { ActionSeed, ParticipationSeed } from '../../../seeds/seed.ts';
import { bytesOf } from './real-documents.ts';

/** The day of the earlier files, which bear none. */
const statusAsAt = '2018-01-15';

/** The seeds' instruments by reference. */
export const instrumentsOf = { 'IV-5': 'iccpr-op1', 'IV-9-b': 'opcat', 'IV-16': 'icpped' } as const;

/** Records what the files of 2018 say of these instruments, as known at an instant. */
export async function recordFilesOf2018(store: Store, at: string): Promise<void> {
  const seeds = await readSeeds();
  const participants = knownParticipants(seeds.states, outsiders);
  const files = Object.entries(instrumentsOf).map(([name, instrument]) => ({
    instrument,
    read: readDocument(bytesOf(`un-2018-01/${name}.en.xml`), { participants, statusAsAt }),
  }));
  const participations = files.flatMap(({ instrument, read }) =>
    read.rows.flatMap((row) => participationOf(row, instrument, read, seeds.participations)),
  );
  const readings = files.map(({ instrument, read }) => ({ instrument, reading: readingOf(read) }));
  await loadSeeds({ store, now: () => at, seeds: { ...seeds, sources: [], participations, readings } });
}

const sourceOf = ({ reference }: Reading) => ({
  title: `Status file of ${reference}`,
  symbol: `status as at ${statusAsAt}`,
  seenOn: statusAsAt,
  tier: 'primary' as const,
});

const readingOf = (read: Reading) => ({
  statusAsAt,
  source: sourceOf(read),
  printed: { signatories: read.counts.signatories ?? 0, parties: read.counts.parties ?? 0 },
  rows: read.rows.length,
});

/** The acts of a row. For brackets it adds what ended them, which no list of participants tells. */
function participationOf(
  { code, cells }: ListRow,
  instrument: string,
  read: Reading,
  known: readonly ParticipationSeed[],
): ParticipationSeed[] {
  if (code === null) return [];
  const printed = cells.map(({ kind, on }) =>
    seedOf(code, instrument, { kind, doneOn: on } as NewAction, read),
  );
  const byHand = known.find((one) => one.state === code && one.instrument === instrument)?.actions ?? [];
  const others = byHand.filter(({ action }) => isUnprinted(action, cells));
  const isEnded = cells.some(({ withdrawn }) => withdrawn);
  return [{ state: code, instrument, actions: [...printed, ...(isEnded ? others : [])], checks: [] }];
}

const isUnprinted = ({ kind, doneOn }: NewAction, cells: ListRow['cells']): boolean =>
  doneOn <= statusAsAt && !cells.some((cell) => cell.kind === kind && cell.on === doneOn);

const seedOf = (state: string, instrument: string, action: NewAction, read: Reading): ActionSeed => ({
  seed: `${state}-${instrument}-${action.kind}-${action.doneOn}`.toLowerCase(),
  action: { ...action, sources: [sourceOf(read)] },
});

/** The denunciation by which a State left, which a person adds to a bracket. */
export async function denunciationOf(state: string, instrument: string): Promise<NewAction> {
  const { participations } = await readSeeds();
  const own = participations.find((one) => one.state === state && one.instrument === instrument);
  const found = own?.actions.find(({ action }) => action.kind === 'denunciation');
  if (!found) throw new Error(`nothing ends what ${state} did under ${instrument}`);
  return found.action;
}
