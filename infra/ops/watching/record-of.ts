import { access } from 'node:fs/promises';
import type { Action } from '../../../functions/core/action.ts';
import { compare } from '../../../functions/core/depositary/comparing/compare.ts';
import type { Difference } from '../../../functions/core/depositary/comparing/difference.ts';
import { heldByParticipant } from '../../../functions/core/depositary/comparing/held.ts';
import { isMatrix, partsOf } from '../../../functions/core/depositary/parts.ts';
import type { Reading } from '../../../functions/core/depositary/reading.ts';
import type { State } from '../../../functions/core/state.ts';
import { differencesFrom, instrumentBy } from '../../../functions/store/depositary/observing.ts';
import type { Store } from '../../../functions/store/index.ts';
import { readSeeds } from '../../../seeds/format.ts';
import type { ParticipationSeed, Seeds } from '../../../seeds/seed.ts';
import { within } from '../command.ts';
import type { Deployment, Where } from '../deployment/deployment.ts';
import { surroundings } from '../surroundings.ts';
import { note } from '../terminal.ts';

/** What a document is compared with: the known names, and the record of its instrument. */
export type OnRecord = {
  states: readonly State[];
  /** Undefined for an instrument that is not on record. */
  differences: (reading: Reading) => Promise<Difference[] | undefined>;
  /** Undefined for the seeds' record, in which nothing is written. */
  deployment?: Deployment;
};

/** Runs on the record that the options name, or of this machine's laptop, or else of the seeds. */
export async function withRecord<T>(where: Where, run: (record: OnRecord) => Promise<T>): Promise<T> {
  const { stage, local, table, dynamodbEndpoint } = where;
  if (stage || local || table || dynamodbEndpoint || (await isLaptopHere()))
    return within(where, async (deployment) => run({ ...(await recordIn(deployment.store)), deployment }));
  note('There is no laptop here: compared with the seeds.');
  return run(recordOfSeeds(await readSeeds()));
}

const isLaptopHere = (): Promise<boolean> =>
  access(surroundings().env.DATA_DIR || '.data').then(
    () => true,
    () => false,
  );

/** The differences of a document about several instruments, under those on record. */
async function ofParts(
  reading: Reading,
  differencesOf: (part: Reading) => Promise<Difference[] | undefined>,
): Promise<Difference[] | undefined> {
  const parts = await Promise.all(partsOf(reading).map(differencesOf));
  const found = parts.filter((part) => part !== undefined);
  return found.length === 0 ? undefined : found.flat();
}

async function recordIn(store: Store): Promise<OnRecord> {
  const states = await store.record.read(({ catalogue }) => [...catalogue.states.values()]);
  const differences = (reading: Reading) =>
    store.record.read((snapshot) =>
      ofParts(reading, async (part) => {
        const instrument = instrumentBy(snapshot.catalogue, part.reference);
        return instrument && differencesFrom(snapshot, part, instrument);
      }),
    );
  return { states, differences };
}

function recordOfSeeds({ states, instruments, participations }: Seeds): OnRecord {
  const nameOf = (code: string): string => states.find((state) => state.code === code)?.name ?? code;
  const differencesOf = async (part: Reading) => {
    const found = instruments.find(({ instrument }) =>
      instrument.references.some(({ value }) => value === part.reference),
    );
    const own = participations.filter((one) => one.instrument === found?.id);
    const held = heldByParticipant(own.flatMap(actionsOf), part.statusAsAt ?? '9999-12-31');
    const rows = isMatrix(part) ? part.rows.filter(({ code }) => code && held.has(code)) : part.rows;
    return found && compare({ ...part, rows }, { held, nameOf });
  };
  return { states, differences: (reading) => ofParts(reading, differencesOf) };
}

/** Actions as they will be recorded, with their seed keys. */
const actionsOf = ({ state, instrument, actions }: ParticipationSeed): Action[] =>
  actions.map(({ seed, refersToSeed, action: { override: _, ...action } }) => ({
    ...action,
    id: seed,
    state,
    instrument,
    recordedAt: '',
    recordedBy: '',
    ...(refersToSeed && { refersTo: refersToSeed }),
  }));
