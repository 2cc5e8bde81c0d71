import { knownParticipants, type Participants } from '../core/depositary/participants.ts';
import { readDocument } from '../core/depositary/read-document.ts';
import type { Reading } from '../core/depositary/reading.ts';
import { isLayoutChanged } from '../core/depositary/watching/layout.ts';
import { afterFailure, afterRead, type Failure, type Look } from '../core/depositary/watching/look.ts';
import { DomainError } from '../core/errors.ts';
import type { Instrument } from '../core/instrument.ts';
import type { Catalogue } from '../core/law/holdings.ts';
import type { Log } from '../lib/log.ts';
import type { Store } from '../store/index.ts';
import type { Fetched } from './fetching.ts';
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

/** Makes a reading of what was fetched, and proposals of a whole reading; says when to look again. */
export function createLook({ store, keep, now, log, recordPlain }: LookDeps) {
  const read = async (
    instrument: WatchedInstrument,
    catalogue: Catalogue,
    bytes: Uint8Array,
    before: Look | undefined,
  ): Promise<{ reading: Reading; sha256: string }> => {
    const sha256 = sha256Of(bytes);
    await keep(sha256, bytes);
    const reading = readDocument(bytes, {
      participants: participantsOf(catalogue),
      reference: referenceOf(instrument),
      previous: previousOf(instrument, catalogue),
      ...(instrument.document.kind.startsWith('normlex') && { statusAsAt: now().slice(0, 10) }),
    });
    if (before?.sha256 === sha256) log.info('a document is as it was', { instrument: instrument.id });
    return { reading, sha256 };
  };

  const observed = async (
    instrument: WatchedInstrument,
    reading: Reading,
    sha256: string,
  ): Promise<Omit<Brought, 'look'>> => {
    const { title, depositaryName, document } = instrument;
    const described = {
      title: `${title}: status, ${depositaryName}`.slice(0, 500),
      url: document.url,
      statusAsAt: reading.statusAsAt ?? '',
      seenOn: now().slice(0, 10),
      sha256,
    };
    const found = await store.observe({ reading, document: described }, { now, by: 'watch' });
    const opened = found.reduce((sum, one) => sum + one.opened.length, 0);
    return { opened, recorded: recordPlain ? await recordAgreed(instrument.id) : 0 };
  };

  /**
   * A proposal that an earlier reading opened and this one left open is stated by both, so it is recorded.
   */
  const recordAgreed = async (instrument: string): Promise<number> => {
    const before = new Date(Date.parse(now()) - hour).toISOString();
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
  };

  return async (
    instrument: WatchedInstrument,
    catalogue: Catalogue,
    fetched: Exclude<Fetched, { kind: 'stopped' }>,
    before: Look | undefined,
    notBefore: string | null,
  ): Promise<Brought> => {
    const { url, everyDays } = instrument.document;
    const asked = { instrument: instrument.id, url, now: now(), before, everyDays };
    const failed = (failure: Omit<Failure, 'at'>): Brought => ({
      look: afterFailure(asked, failure, notBefore),
      opened: 0,
      recorded: 0,
    });
    if (fetched.kind === 'unchanged') return { look: afterRead(asked), opened: 0, recorded: 0 };
    if (fetched.kind !== 'document')
      return failed({ why: whyNot(fetched), isLayout: false, isRefused: isForbidden(fetched) });
    const { reading, sha256 } = await read(instrument, catalogue, fetched.bytes, before);
    const { statusAsAt } = reading;
    if (!reading.whole || statusAsAt === null)
      return failed({
        why: reading.reasons.join(' ') || 'It bears no day.',
        isLayout: isLayoutChanged(reading),
      });
    const brought = await observed(instrument, reading, sha256);
    const { etag, lastModified } = fetched;
    return { look: afterRead(asked, { statusAsAt, sha256, etag, lastModified }), ...brought };
  };
}

const hour = 3_600_000;

/** True where robots.txt forbids it or the host answers 403: asking later will not help. */
const isForbidden = (fetched: Fetched): boolean =>
  fetched.kind === 'refused' && (fetched.status === 0 || fetched.status === 403);

function whyNot(fetched: Exclude<Fetched, { kind: 'document' | 'unchanged' | 'stopped' }>): string {
  if (fetched.kind === 'failed') return fetched.why;
  if (fetched.kind === 'missing') return `it answers ${fetched.status}`;
  return fetched.status === 0
    ? 'robots.txt asks not to fetch it'
    : `it answers ${fetched.status} and wants to be left alone`;
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
