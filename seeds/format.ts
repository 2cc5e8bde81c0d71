import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { NewAction } from '../functions/core/action.ts';
import { NewCheck } from '../functions/core/check.ts';
import { placedFaults } from '../functions/core/faults.ts';
import { InstrumentId, SourceId, StateCode } from '../functions/core/ids.ts';
import { NewInstrument } from '../functions/core/instrument.ts';
import { parseJson } from '../functions/core/json.ts';
import { NewSource } from '../functions/core/source.ts';
import { State } from '../functions/core/state.ts';
import { decodeUtf8 } from '../functions/core/text.ts';
import { Bibliography, resolveCitations } from './citations.ts';
import { checkGroups, GroupsFile } from './groups.ts';
import { checkReferences } from './references.ts';
import { RosterFile, withRosters } from './roster.ts';
import type { ParticipationSeed, Seeds } from './seed.ts';
import { createFaults, type NoteFault } from './seed-error.ts';

const SeedKey = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);

/** `instruments/<id>.json` */
const InstrumentFile = NewInstrument.unwrap().extend({ id: InstrumentId });

/** `sources/<id>.json`; `letter` is the file in `letters/` that holds the document's text. */
const SourceFile = NewSource.unwrap().extend({ id: SourceId, letter: z.string().optional() });

const SeedAction = NewAction.unwrap().extend({
  seed: SeedKey,
  /** The seed key of the act that this one refers to, because ids are given only on loading. */
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

/**
 * Reads and validates the seeds.
 * @throws {SeedError} naming each fault once: the file, the place in it, and why
 */
export async function readSeeds(dir: string = import.meta.dirname): Promise<Seeds> {
  const faults = createFaults();
  const reader = { dir, ...faults };
  const bibliography = (await readJson(reader, 'bibliography.json', Bibliography)) ?? {};
  const states = (await readJson(reader, 'participants.json', z.array(State), bibliography)) ?? [];
  const groups = await readJson(reader, 'groups.json', GroupsFile, bibliography);
  if (groups) checkGroups(faults.report, groups, states);
  const instruments = await readFolder(reader, 'instruments', InstrumentFile, bibliography);
  const sources = await readFolder(reader, 'sources', SourceFile, bibliography);
  const acts = await readFolder(reader, 'states', StateFile, bibliography);
  const rosters = await readFolder(reader, 'rosters', RosterFile, bibliography);
  const letters = await readLetters(reader, sources);
  faults.refuse();
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

type SeedReader = { dir: string; report: NoteFault };

async function readFolder<T extends z.ZodType<Named>>(
  reader: SeedReader,
  folder: string,
  schema: T,
  bibliography: Bibliography,
): Promise<z.infer<T>[]> {
  const all = await readdir(join(reader.dir, folder));
  const names = all.filter((name) => name.endsWith('.json')).sort();
  const values = await Promise.all(
    names.map(async (name) => {
      const value = await readJson(reader, join(folder, name), schema, bibliography);
      if (value === undefined) return [];
      const id = 'id' in value ? value.id : 'state' in value ? value.state : value.instrument;
      if (id !== basename(name, '.json'))
        reader.report(join(folder, name), '', `the file is named otherwise than "${id}"`);
      return [value];
    }),
  );
  return values.flat();
}

async function readJson<T extends z.ZodType>(
  { dir, report }: SeedReader,
  file: string,
  schema: T,
  bibliography?: Bibliography,
): Promise<z.infer<T> | undefined> {
  const raw = read(await readFile(join(dir, file)), parseJson, (reason) => report(file, '', reason));
  if (raw === undefined) return undefined;
  const cited = bibliography
    ? resolveCitations(raw, bibliography, (path, reason) => report(file, path, reason))
    : raw;
  const parsed = schema.safeParse(cited);
  if (parsed.success) return parsed.data;
  for (const { path, detail } of placedFaults(parsed.error, cited, () => 'there is no such member'))
    report(file, path.map((part) => `/${String(part)}`).join(''), detail);
  return undefined;
}

function read<T>(
  bytes: Uint8Array,
  reader: (bytes: Uint8Array, what: string) => T,
  refuse: (reason: string) => void,
): T | undefined {
  try {
    return reader(bytes, 'the file');
  } catch (error) {
    refuse(error instanceof Error ? error.message : 'it cannot be read');
    return undefined;
  }
}

async function readLetters(
  { dir, report }: SeedReader,
  sources: readonly z.infer<typeof SourceFile>[],
): Promise<Map<string, string>> {
  const present = new Set(await readdir(join(dir, 'letters')));
  const letters = new Map<string, string>();
  for (const { id, letter } of sources) {
    if (letter === undefined) continue;
    if (!present.has(letter)) {
      report(`sources/${id}.json`, '/letter', `"${letter}" is not in letters`);
      continue;
    }
    const file = join('letters', letter);
    const text = read(await readFile(join(dir, file)), decodeUtf8, (reason) => report(file, '', reason));
    if (text !== undefined) letters.set(letter, text);
  }
  return letters;
}
