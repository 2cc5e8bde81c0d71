import { dayOf } from '../core/calendar.ts';
import { knownParticipants, type Participants } from '../core/depositary/participants.ts';
import { readDocument } from '../core/depositary/read-document.ts';
import type { Reading } from '../core/depositary/reading.ts';
import { dayOrFailure, type Fetched, failureOf } from '../core/depositary/watching/fetched.ts';
import { afterFailure, afterRead, type Look } from '../core/depositary/watching/look.ts';
import { DomainError } from '../core/errors.ts';
import { hour, later } from '../core/instant.ts';
import type { Instrument } from '../core/instrument.ts';
import type { Catalogue } from '../core/law/holdings.ts';
import type { Log } from '../lib/log.ts';
import type { Store } from '../store/index.ts';
import { type Keep, sha256Of } from './keeping.ts';
import { outsiders } from './outsiders.ts';

export type LookDeps = {
  store: Store;
  keep: Keep;
  now: () => string;
  log: Log;
  /** Whether plain new acts are recorded without a person, once two readings an hour or more apart agree. */
  recordPlain: boolean;
};

export type WatchedInstrument = Instrument & { document: NonNullable<Instrument['document']> };

/** What one look brought: proposals opened, and acts recorded without a person. */
export type Brought = { look: Look; opened: number; recorded: number };

/** The occasion of a look: a document, and what is known of it. */
type Occasion = {
  watched: WatchedInstrument;
  catalogue: Catalogue;
  before: Look | undefined;
  /** The instant before which its host wants no request. */
  notBefore: string | null;
};

/** Makes a reading of what was fetched, and proposals of a whole reading; says when to look again. */
export async function lookInto(
  deps: LookDeps,
  occasion: Occasion,
  fetched: Exclude<Fetched, { kind: 'stopped' }>,
): Promise<Brought> {
  const { watched, before, notBefore } = occasion;
  const { url, everyDays } = watched.document;
  const looking = { instrument: watched.id, url, now: deps.now(), before, everyDays };
  const without = (look: Look): Brought => ({ look, opened: 0, recorded: 0 });
  if (fetched.kind === 'unchanged') return without(afterRead(looking));
  if (fetched.kind !== 'document') return without(afterFailure(looking, failureOf(fetched), notBefore));
  const { reading, sha256 } = await read(deps, occasion, fetched.bytes);
  const { statusAsAt, failure } = dayOrFailure(reading);
  if (failure) return without(afterFailure(looking, failure, notBefore));
  const { etag, lastModified } = fetched;
  const brought = await observed(deps, watched, reading, sha256);
  return { look: afterRead(looking, { statusAsAt, sha256, etag, lastModified }), ...brought };
}

async function read(
  { keep, now, log }: LookDeps,
  { watched, catalogue, before }: Occasion,
  bytes: Uint8Array,
): Promise<{ reading: Reading; sha256: string }> {
  const sha256 = sha256Of(bytes);
  await keep(sha256, bytes);
  const reading = readDocument(bytes, {
    participants: participantsOf(catalogue),
    reference: referenceOf(watched),
    previous: previousOf(watched, catalogue),
    ...(watched.document.kind.startsWith('normlex') && { statusAsAt: dayOf(now()) }),
  });
  if (before?.sha256 === sha256) log.info('a document is as it was', { instrument: watched.id });
  return { reading, sha256 };
}

async function observed(
  deps: LookDeps,
  { id, title, depositaryName, document }: WatchedInstrument,
  reading: Reading,
  sha256: string,
): Promise<Omit<Brought, 'look'>> {
  const { store, now, recordPlain } = deps;
  const described = {
    title: `${title}: status, ${depositaryName}`.slice(0, 500),
    url: document.url,
    statusAsAt: reading.statusAsAt ?? '',
    seenOn: dayOf(now()),
    sha256,
  };
  const found = await store.observe({ reading, document: described }, { now, by: 'watch' });
  const opened = found.reduce((sum, one) => sum + one.opened.length, 0);
  return { opened, recorded: recordPlain ? await recordAgreed(deps, id) : 0 };
}

/** A proposal that an earlier reading opened and this one left open is stated by both, so it is recorded. */
async function recordAgreed({ store, now, log }: LookDeps, instrument: string): Promise<number> {
  const before = later(now(), -hour);
  const open = await store.proposals.open();
  const agreed = open.filter((one) => one.instrument === instrument && one.plain && one.openedAt <= before);
  let recorded = 0;
  for (const { id } of agreed) {
    try {
      await store.deciding.accept(id, {}, { now, by: 'watch' });
      recorded += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      log.warn('a proposal was not recorded', { proposal: id, why: error.message });
    }
  }
  return recorded;
}

/** The depositary's own number of the instrument. */
export const referenceOf = ({ references }: Pick<Instrument, 'references'>): string | undefined =>
  references.find(({ scheme }) => scheme === 'untc' || scheme === 'ilo')?.value;

const previousOf = ({ id }: Instrument, { readings }: Catalogue) => {
  const last = readings.get(id);
  return last && { rows: last.rows, statusAsAt: last.statusAsAt };
};

const made = new WeakMap<Catalogue['states'], Participants>();

function participantsOf({ states }: Catalogue): Participants {
  const known = made.get(states) ?? knownParticipants(states.values(), outsiders);
  made.set(states, known);
  return known;
}
