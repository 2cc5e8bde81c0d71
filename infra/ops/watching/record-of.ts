import { access } from 'node:fs/promises';
import type { Action } from '../../../functions/core/action.ts';
import type { Day } from '../../../functions/core/calendar.ts';
import { type Held, heldByParticipant } from '../../../functions/core/depositary/comparing/held.ts';
import type { State } from '../../../functions/core/state.ts';
import type { Store } from '../../../functions/store/index.ts';
import { type ParticipationSeed, readSeeds } from '../../../seeds/format.ts';
import { within } from '../command.ts';
import type { Where } from '../deployment.ts';
import { note } from '../terminal.ts';

/** What a document is compared with: who is known by which name, and what is on record under one instrument. */
export type OnRecord = {
  states: readonly State[];
  /** Undefined for an instrument that is not on record. */
  held: (reference: string, asOf: Day) => Promise<Held | undefined>;
};

/** Runs on the record of the deployment that the options name, or of this machine's laptop, or else on that of the seeds. */
export async function withRecord<T>(where: Where, run: (record: OnRecord) => Promise<T>): Promise<T> {
  const { stage, local, table, dynamodbEndpoint } = where;
  if (stage || local || table || dynamodbEndpoint || (await isLaptopHere()))
    return within(where, async ({ store }) => run(await fromStore(store)));
  note('There is no laptop here: compared with the seeds.');
  return run(await fromSeeds());
}

const isLaptopHere = (): Promise<boolean> =>
  access(process.env.DATA_DIR || '.data').then(
    () => true,
    () => false,
  );

type Known = { id: string; references: readonly { value: string }[] };

const isAbout = (reference: string) => (instrument: Known) =>
  instrument.references.some(({ value }) => value === reference);

async function fromStore(store: Store): Promise<OnRecord> {
  const states = await store.record.read(({ catalogue }) => [...catalogue.states.values()]);
  const held = (reference: string, asOf: Day) =>
    store.record.read(async ({ catalogue, holdings }) => {
      const instrument = [...catalogue.instruments.values()].find(isAbout(reference));
      if (!instrument) return undefined;
      const tracked = states.filter((state) => catalogue.states.get(state.code)?.tracked);
      const all = await Promise.all(tracked.map(({ code }) => holdings(code)));
      const actions = all.flatMap((one) =>
        one.actions.filter((action) => action.instrument === instrument.id),
      );
      return heldByParticipant(actions, asOf);
    });
  return { states, held };
}

async function fromSeeds(): Promise<OnRecord> {
  const { states, instruments, participations } = await readSeeds();
  const held = async (reference: string, asOf: Day) => {
    const known = instruments.map(({ id, instrument }) => ({ id, references: instrument.references }));
    const instrument = known.find(isAbout(reference));
    const own = participations.filter((one) => one.instrument === instrument?.id);
    return instrument && heldByParticipant(own.flatMap(actionsOf), asOf);
  };
  return { states, held };
}

/** Acts as they will be recorded, under their seed keys. */
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
