import type { ActProvision } from '../functions/core/instrument/provisions.ts';
import type { InstrumentSeed, Seeds, SourceSeed } from './seed.ts';
import { createFaults, type NoteFault } from './seed-error.ts';

/**
 * Checks what no single file shows: that files name only things that exist, and that quotations stand in
 * their letter.
 */
export function checkReferences(seeds: Seeds, letters: ReadonlyMap<string, string>): void {
  const { report, refuse } = createFaults();
  const instruments = new Set(seeds.instruments.map(({ id }) => id));
  const classes = new Set(seeds.instruments.flatMap(({ instrument }) => instrument.classes));
  for (const seed of seeds.instruments) checkInstrument(report, seed, instruments);
  for (const seed of seeds.sources) checkUrgings(report, seed, instruments, classes, placesOf(seeds));
  for (const seed of seeds.sources) checkQuotations(report, seed, letters);
  for (const { instrument } of seeds.readings)
    expect(report, instruments, instrument, `rosters/${instrument}.json`, '/instrument');
  checkActs(report, seeds, instruments);
  refuse();
}

function checkInstrument(
  report: NoteFault,
  { id, instrument }: InstrumentSeed,
  known: ReadonlySet<string>,
): void {
  const file = `instruments/${id}.json`;
  if (instrument.parent) expect(report, known, instrument.parent, file, '/parent');
  const { termination, automaticDenunciations = [] } = instrument;
  if (termination?.replacedBy) expect(report, known, termination.replacedBy, file, '/termination/replacedBy');
  for (const [index, { by }] of automaticDenunciations.entries())
    expect(report, known, by, file, `/automaticDenunciations/${index}/by`);
  for (const [index, act] of instrument.acts.entries())
    for (const required of requiredBy(act)) expect(report, known, required, file, `/acts/${index}/requires`);
}

const requiredBy = ({ requires }: ActProvision): string[] =>
  (requires ?? []).flatMap((one) => ('anyOf' in one ? one.anyOf : [one]).map(({ instrument }) => instrument));

function checkUrgings(
  report: NoteFault,
  { id, source }: SourceSeed,
  instruments: ReadonlySet<string>,
  classes: ReadonlySet<string>,
  places: ReadonlySet<string>,
): void {
  const file = `sources/${id}.json`;
  const ids = new Set<string>();
  for (const [index, urging] of source.urgings.entries()) {
    const at = `/urgings/${index}`;
    if (ids.has(urging.id)) report(file, `${at}/id`, `"${urging.id}" is used twice`);
    ids.add(urging.id);
    expect(report, places, urging.state, file, `${at}/state`);
    if (urging.territory)
      expect(report, places, `${urging.state}/${urging.territory}`, file, `${at}/territory`);
    if (urging.kind === 'named') expect(report, instruments, urging.instrument, file, `${at}/instrument`);
    else expect(report, classes, urging.class, file, `${at}/class`);
  }
}

function checkQuotations(
  report: NoteFault,
  { id, source, letter }: SourceSeed,
  letters: ReadonlyMap<string, string>,
): void {
  if (letter === undefined) return;
  const text = letters.get(letter) ?? '';
  for (const [index, { wording }] of source.urgings.entries())
    if (!text.includes(wording))
      report(`sources/${id}.json`, `/urgings/${index}/wording`, `does not stand word for word in ${letter}`);
}

function checkActs(report: NoteFault, seeds: Seeds, instruments: ReadonlySet<string>): void {
  const places = placesOf(seeds);
  const keys = new Set<string>();
  for (const { state, instrument, actions, checks } of seeds.participations) {
    const file = `states/${state}.json`;
    const at = `/participations/${instrument}`;
    expect(report, places, state, file, '/state');
    expect(report, instruments, instrument, file, at);
    const own = new Set(actions.map(({ seed }) => seed));
    for (const [index, { seed, action, refersToSeed }] of actions.entries()) {
      const here = `${at}/actions/${index}`;
      if (keys.has(seed)) report(file, `${here}/seed`, `"${seed}" is used twice`);
      keys.add(seed);
      if (refersToSeed) expect(report, own, refersToSeed, file, `${here}/refersToSeed`);
      if (action.territory) expect(report, places, `${state}/${action.territory}`, file, `${here}/territory`);
    }
    for (const [index, { territory }] of checks.entries())
      if (territory) expect(report, places, `${state}/${territory}`, file, `${at}/checks/${index}/territory`);
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

function expect(
  report: NoteFault,
  known: ReadonlySet<string>,
  name: string,
  file: string,
  pointer: string,
): void {
  if (!known.has(name)) report(file, pointer, `"${name}" is not on record`);
}
