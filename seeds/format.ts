import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { NewAction } from '../functions/core/action.ts';
import { NewCheck } from '../functions/core/check.ts';
import { InstrumentId, SourceId, StateCode } from '../functions/core/ids.ts';
import { NewInstrument } from '../functions/core/instrument.ts';
import { parseJson } from '../functions/core/json.ts';
import type { NewReading } from '../functions/core/record/reading.ts';
import { NewSource } from '../functions/core/source.ts';
import { State } from '../functions/core/state.ts';
import { decodeUtf8 } from '../functions/core/text.ts';
import { Bibliography, resolveCitations } from './citations.ts';
import { checkReferences } from './references.ts';
import { RosterFile, withRosters } from './roster.ts';
import { SeedError } from './seed-error.ts';

const SeedKey = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);

/** `instruments/<id>.json` */
const InstrumentFile = NewInstrument.unwrap().extend({ id: InstrumentId });

/** `sources/<id>.json`; `letter` is the file in `letters/` that holds the document's text. */
const SourceFile = NewSource.unwrap().extend({ id: SourceId, letter: z.string().optional() });

const SeedAction = NewAction.unwrap().extend({
  seed: SeedKey,
  /** The seed key of the act that this one refers to: ids are given only on loading. */
  refersToSeed: SeedKey.optional(),
});

/** `states/<code>.json` */
const StateFile = z.strictObject({
  state: StateCode,
  participations: z.record(
    InstrumentId,
    z.strictObject({
      actions: z.array(SeedAction).default([]),
      checks: z.array(NewCheck).default([]),
    }),
  ),
});

export type InstrumentSeed = { id: string; instrument: NewInstrument };
export type SourceSeed = { id: string; source: NewSource; letter?: string };
/** `refersTo` is left to the loader, which knows the id of the act seeded as `refersToSeed`. */
export type ActionSeed = { seed: string; action: NewAction; refersToSeed?: string };
export type ParticipationSeed = {
  state: string;
  instrument: string;
  actions: ActionSeed[];
  checks: NewCheck[];
};

/** A depositary's page that was read whole. */
export type ReadingSeed = { instrument: string; reading: NewReading };

/** The whole of the seeds, citations resolved and validated by the schemas of the record. */
export type Seeds = {
  states: State[];
  instruments: InstrumentSeed[];
  sources: SourceSeed[];
  participations: ParticipationSeed[];
  readings: ReadingSeed[];
};

/**
 * Reads and validates the seeds.
 * @throws {SeedError} naming the file and the place in it
 */
export async function readSeeds(dir: string = import.meta.dirname): Promise<Seeds> {
  const bibliography = await readJson(dir, 'bibliography.json', Bibliography);
  const states = await readJson(dir, 'participants.json', z.array(State), bibliography);
  const instruments = await readFolder(dir, 'instruments', InstrumentFile, bibliography);
  const sources = await readFolder(dir, 'sources', SourceFile, bibliography);
  const acts = await readFolder(dir, 'states', StateFile, bibliography);
  const rosters = await readFolder(dir, 'rosters', RosterFile, bibliography);
  const letters = await readLetters(dir, sources);
  const seeds = {
    states,
    instruments: instruments.map(({ id, ...instrument }) => ({ id, instrument })),
    sources: sources.map(({ id, letter, ...source }) => ({ id, source, ...(letter && { letter }) })),
    participations: withRosters(acts.flatMap(participationsOf), rosters),
    readings: rosters.map(({ instrument, reading }) => ({ instrument, reading })),
  };
  checkReferences(seeds, letters);
  return seeds;
}

function participationsOf({ state, participations }: z.infer<typeof StateFile>): ParticipationSeed[] {
  return Object.entries(participations).map(([instrument, { actions, checks }]) => ({
    state,
    instrument,
    actions: actions.map(({ seed, refersToSeed, ...action }) => ({
      seed,
      action,
      ...(refersToSeed && { refersToSeed }),
    })),
    checks,
  }));
}

type Named = { id: string } | { state: string } | { instrument: string };

async function readFolder<T extends z.ZodType<Named>>(
  dir: string,
  folder: string,
  schema: T,
  bibliography: Bibliography,
): Promise<z.infer<T>[]> {
  const names = (await readdir(join(dir, folder))).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const value = await readJson(dir, join(folder, name), schema, bibliography);
      const id = 'id' in value ? value.id : 'state' in value ? value.state : value.instrument;
      if (id !== basename(name, '.json'))
        throw new SeedError(join(folder, name), '', `the file is named otherwise than "${id}"`);
      return value;
    }),
  );
}

async function readJson<T extends z.ZodType>(
  dir: string,
  file: string,
  schema: T,
  bibliography?: Bibliography,
): Promise<z.infer<T>> {
  const raw = read(await readFile(join(dir, file)), file, parseJson);
  const parsed = schema.safeParse(bibliography ? resolveCitations(raw, bibliography, file) : raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const pointer = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
  throw new SeedError(file, pointer, issue?.message ?? 'is not valid');
}

function read<T>(bytes: Uint8Array, file: string, reader: (bytes: Uint8Array, what: string) => T): T {
  try {
    return reader(bytes, 'the file');
  } catch (error) {
    throw new SeedError(file, '', error instanceof Error ? error.message : 'cannot be read');
  }
}

async function readLetters(
  dir: string,
  sources: readonly z.infer<typeof SourceFile>[],
): Promise<Map<string, string>> {
  const present = new Set(await readdir(join(dir, 'letters')));
  const letters = new Map<string, string>();
  for (const { id, letter } of sources) {
    if (letter === undefined) continue;
    if (!present.has(letter))
      throw new SeedError(`sources/${id}.json`, '/letter', `"${letter}" is not in letters`);
    const file = join('letters', letter);
    letters.set(letter, read(await readFile(join(dir, file)), file, decodeUtf8));
  }
  return letters;
}
