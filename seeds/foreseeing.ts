import type { Day } from '../functions/core/calendar.ts';
import { DomainError } from '../functions/core/errors.ts';
import { lastDayBegun } from '../functions/core/instant.ts';
import type { Catalogue } from '../functions/core/law/holdings.ts';
import { checkDates } from '../functions/core/record/admission.ts';
import { checkLooks } from '../functions/core/record/admission-check.ts';
import { type Revision, revisedInstrument, revisedSource } from '../functions/core/record/revising.ts';
import { inOrderOfReference } from './order.ts';
import { compareEntry } from './planning.ts';
import type { ParticipationSeed, Seeds } from './seed.ts';
import { createFaults, type NoteFault } from './seed-error.ts';

/**
 * Finds what the record would refuse of instruments, documents and days before anything is written, also for a dry
 * run. Of a participation it tells the first fault; one fault may follow from another, as where a refused instrument is named.
 * @throws {SeedError} naming them: the file, the place in it, and why
 */
export function foresee(seeds: Seeds, catalogue: Catalogue, revision: Revision): void {
  const { report, refuse } = createFaults();
  const instruments = withInstruments(seeds, catalogue, revision, report);
  const states = new Map([...catalogue.states, ...seeds.states.map((one) => [one.code, one] as const)]);
  const after = { ...catalogue, instruments, states };
  for (const { id, source: content } of seeds.sources) {
    const revised = revisedBy(catalogue.sources.get(id), { id, content });
    if (revised) tell(report, `sources/${id}.json`, () => revisedSource(revised, after, revision));
  }
  const begun = lastDayBegun(revision);
  for (const one of seeds.participations) {
    const at = `/participations/${one.instrument}`;
    tell(report, `states/${one.state}.json`, () => checkDays(one, after, begun), at);
  }
  refuse();
}

/** The instruments as they will be on record. */
function withInstruments(
  seeds: Seeds,
  catalogue: Catalogue,
  revision: Revision,
  report: NoteFault,
): Catalogue['instruments'] {
  const instruments = new Map(catalogue.instruments);
  for (const { id, instrument: content } of inOrderOfReference(seeds.instruments)) {
    const revised = revisedBy(instruments.get(id), { id, content });
    if (revised)
      tell(report, `instruments/${id}.json`, () =>
        instruments.set(id, revisedInstrument(revised, { instruments }, revision)),
      );
  }
  return instruments;
}

/** The revision that a seed asks for; undefined if it is on record, or somebody else has revised it. */
function revisedBy<Content extends object>(
  known: Parameters<typeof compareEntry>[0],
  seed: { id: string; content: Content },
) {
  const { plan } = compareEntry(known, seed.content);
  return plan === 'add' || plan === 'correct' ? { ...seed, ifVersion: known?.version ?? 0 } : undefined;
}

function checkDays(
  { state: code, instrument: id, actions, checks }: ParticipationSeed,
  { states, instruments }: Pick<Catalogue, 'states' | 'instruments'>,
  begun: Day,
): void {
  const [state, instrument] = [states.get(code), instruments.get(id)];
  if (instrument) for (const { action } of actions) checkDates(action, instrument, begun);
  if (state) checkLooks(checks, state, begun);
}

/** Reports a refusal, at the place that it names unless `at` is given. */
function tell(report: NoteFault, file: string, admit: () => void, at?: string): void {
  try {
    admit();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    report(file, at ?? error.errors[0]?.pointer ?? '', error.message);
  }
}
