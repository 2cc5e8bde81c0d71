import type { ActProvision } from '../functions/core/instrument.ts';
import type { InstrumentSeed, Seeds, SourceSeed } from './format.ts';
import { SeedError } from './seed-error.ts';

/** What no single file shows: that files name only what exists, and that quotations stand in their letter. */
export function checkReferences(seeds: Seeds, letters: ReadonlyMap<string, string>): void {
  const instruments = new Set(seeds.instruments.map(({ id }) => id));
  const classes = new Set(seeds.instruments.flatMap(({ instrument }) => instrument.classes));
  for (const seed of seeds.instruments) checkInstrument(seed, instruments);
  for (const seed of seeds.sources) checkUrgings(seed, instruments, classes, placesOf(seeds));
  for (const seed of seeds.sources) checkQuotations(seed, letters);
  for (const { instrument } of seeds.readings)
    expect(instruments, instrument, `rosters/${instrument}.json`, '/instrument');
  checkActs(seeds, instruments);
}

function checkInstrument({ id, instrument }: InstrumentSeed, known: ReadonlySet<string>): void {
  const file = `instruments/${id}.json`;
  if (instrument.parent) expect(known, instrument.parent, file, '/parent');
  for (const [index, act] of instrument.acts.entries())
    for (const required of requiredBy(act)) expect(known, required, file, `/acts/${index}/requires`);
}

const requiredBy = ({ requires }: ActProvision): string[] =>
  (requires ?? []).flatMap((one) => ('anyOf' in one ? one.anyOf : [one]).map(({ instrument }) => instrument));

function checkUrgings(
  { id, source }: SourceSeed,
  instruments: ReadonlySet<string>,
  classes: ReadonlySet<string>,
  places: ReadonlySet<string>,
): void {
  const file = `sources/${id}.json`;
  const ids = new Set<string>();
  for (const [index, urging] of source.urgings.entries()) {
    const at = `/urgings/${index}`;
    if (ids.has(urging.id)) throw new SeedError(file, `${at}/id`, `"${urging.id}" is used twice`);
    ids.add(urging.id);
    expect(places, urging.state, file, `${at}/state`);
    if (urging.territory) expect(places, `${urging.state}/${urging.territory}`, file, `${at}/territory`);
    if (urging.kind === 'named') expect(instruments, urging.instrument, file, `${at}/instrument`);
    else expect(classes, urging.class, file, `${at}/class`);
  }
}

function checkQuotations({ id, source, letter }: SourceSeed, letters: ReadonlyMap<string, string>): void {
  if (letter === undefined) return;
  const text = letters.get(letter) ?? '';
  for (const [index, { wording }] of source.urgings.entries())
    if (!text.includes(wording))
      throw new SeedError(
        `sources/${id}.json`,
        `/urgings/${index}/wording`,
        `does not stand word for word in ${letter}`,
      );
}

function checkActs(seeds: Seeds, instruments: ReadonlySet<string>): void {
  const places = placesOf(seeds);
  const keys = new Set<string>();
  for (const { state, instrument, actions, checks } of seeds.participations) {
    const file = `states/${state}.json`;
    const at = `/participations/${instrument}`;
    expect(places, state, file, '/state');
    expect(instruments, instrument, file, at);
    const own = new Set(actions.map(({ seed }) => seed));
    for (const [index, { seed, action, refersToSeed }] of actions.entries()) {
      const here = `${at}/actions/${index}`;
      if (keys.has(seed)) throw new SeedError(file, `${here}/seed`, `"${seed}" is used twice`);
      keys.add(seed);
      if (refersToSeed) expect(own, refersToSeed, file, `${here}/refersToSeed`);
      if (action.territory) expect(places, `${state}/${action.territory}`, file, `${here}/territory`);
    }
    for (const [index, { territory }] of checks.entries())
      if (territory) expect(places, `${state}/${territory}`, file, `${at}/checks/${index}/territory`);
  }
}

/** Every State, and every territory as `CHN/HKG`. */
const placesOf = ({ states }: Seeds): Set<string> =>
  new Set(
    states.flatMap(({ code, territories = [] }) => [
      code,
      ...territories.map((part) => `${code}/${part.code}`),
    ]),
  );

function expect(known: ReadonlySet<string>, name: string, file: string, pointer: string): void {
  if (!known.has(name)) throw new SeedError(file, pointer, `"${name}" is not on record`);
}
