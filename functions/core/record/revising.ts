import type { Day } from '../calendar.ts';
import { DomainError, refuseAt } from '../errors.ts';
import { lastDayBegun, type Moment } from '../instant.ts';
import { Instrument, type NewInstrument } from '../instrument.ts';
import type { Catalogue } from '../law/holdings.ts';
import { type NewSource, Source } from '../source.ts';

/** Who revises the catalogue, and when. */
export type Revision = Moment & { by: string };

/** `ifVersion` is the version that the writer saw; 0 to add. */
type Revised<Content> = { id: string; content: Content; ifVersion: number };
export type RevisedInstrument = Revised<NewInstrument>;
export type RevisedSource = Revised<NewSource>;

/**
 * The instrument as it is after a revision: the very one on record if nothing of it changes.
 * @throws DomainError `precondition-failed` if another version is on record; `unknown-value`, `invalid-input` or
 * `date-out-of-range` if it does not fit the catalogue
 */
export function revisedInstrument(
  { id, content, ifVersion }: RevisedInstrument,
  { instruments }: Pick<Catalogue, 'instruments'>,
  revision: Revision,
): Instrument {
  const known = instruments.get(id);
  const version = nextVersion(known, `instrument ${id}`, ifVersion);
  if (known && isSame(known, Instrument.parse({ ...content, id, ...versionOf(known) }))) return known;
  const instrument = Instrument.parse({ ...content, id, version, ...recorded(revision) });
  checkInstrument(instrument, instruments);
  refuseFuture(instrument.adoptedOn, '/adoptedOn', revision);
  return instrument;
}

/** The source as it is after a revision, by the same rules. */
export function revisedSource(
  { id, content, ifVersion }: RevisedSource,
  catalogue: Pick<Catalogue, 'instruments' | 'sources' | 'states'>,
  revision: Revision,
): Source {
  const known = catalogue.sources.get(id);
  const version = nextVersion(known, `source ${id}`, ifVersion);
  if (known && isSame(known, Source.parse({ ...content, id, ...versionOf(known) }))) return known;
  const source = Source.parse({ ...content, id, version, ...recorded(revision) });
  checkSource(source, catalogue);
  refuseFuture(source.on, '/on', revision);
  for (const [index, { seenOn }] of source.citations.entries())
    refuseFuture(seenOn, `/citations/${index}/seenOn`, revision);
  return source;
}

/** Refuses a day of what has happened that has begun nowhere on Earth. */
function refuseFuture(day: Day, pointer: string, revision: Revision): void {
  const begun = lastDayBegun(revision);
  if (day > begun)
    refuseAt(
      'date-out-of-range',
      pointer,
      `${day} is in the future; the last day that has begun anywhere is ${begun}.`,
    );
}

const recorded = ({ by, recordedAt }: Revision) => ({ recordedAt, recordedBy: by });

type VersionStamp = Pick<Instrument, 'version' | 'recordedAt' | 'recordedBy'>;

const versionOf = ({ version, recordedAt, recordedBy }: VersionStamp): VersionStamp => ({
  version,
  recordedAt,
  recordedBy,
});

/** Compares two values that their schema has parsed, and so put in one order. */
const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);

function nextVersion(
  known: Pick<VersionStamp, 'version'> | undefined,
  what: string,
  ifVersion: number,
): number {
  const version = known?.version ?? 0;
  if (version !== ifVersion)
    throw new DomainError(
      'precondition-failed',
      `The ${what} is at version ${version}, not ${ifVersion}; read it again.`,
    );
  return version + 1;
}

type Known = Catalogue['instruments'];

function checkInstrument(instrument: Instrument, instruments: Known): void {
  const { id, parent, acts } = instrument;
  const named = acts.flatMap(({ requires = [] }) =>
    requires.flatMap((one) => ('anyOf' in one ? one.anyOf : [one]).map(({ instrument }) => instrument)),
  );
  if (parent) checkKnown(parent, '/parent', instruments, id);
  for (const instrument of named) checkKnown(instrument, '/acts', instruments, id);
  checkEnd(instrument, instruments);
}

/** Refuses an instrument that ends before its adoption, or gives way to an earlier one. */
function checkEnd(
  { id, adoptedOn, termination, automaticDenunciations = [] }: Instrument,
  known: Known,
): void {
  if (termination && termination.on < adoptedOn)
    refuseAt(
      'date-out-of-range',
      '/termination/on',
      `${termination.on} is before the adoption on ${adoptedOn}.`,
    );
  if (termination?.replacedBy) checkKnown(termination.replacedBy, '/termination/replacedBy', known);
  for (const [index, { by }] of automaticDenunciations.entries()) {
    const pointer = `/automaticDenunciations/${index}/by`;
    checkKnown(by, pointer, known);
    if ((known.get(by)?.adoptedOn ?? '') <= adoptedOn)
      refuseAt(
        'invalid-input',
        pointer,
        `${by} was not adopted after ${id}; only a later instrument can denounce it.`,
      );
  }
}

function checkSource(
  { urgings }: Source,
  { instruments, states }: Pick<Catalogue, 'instruments' | 'states'>,
): void {
  for (const [index, urging] of urgings.entries()) {
    checkKnown(urging.state, `/urgings/${index}/state`, states);
    if (urging.kind === 'named') checkKnown(urging.instrument, `/urgings/${index}/instrument`, instruments);
  }
}

function checkKnown(id: string, pointer: string, known: ReadonlyMap<string, unknown>, self?: string): void {
  if (id !== self && !known.has(id)) refuseAt('unknown-value', pointer, `${id} is not on record.`);
}
