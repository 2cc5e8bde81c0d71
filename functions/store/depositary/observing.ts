import { isWebUrl } from '../../core/citation.ts';
import { compare } from '../../core/depositary/comparing/compare.ts';
import type { Difference } from '../../core/depositary/comparing/difference.ts';
import { type HeldActs, heldByParticipant } from '../../core/depositary/comparing/held.ts';
import { isMatrix, partsOf } from '../../core/depositary/parts.ts';
import type { Reading } from '../../core/depositary/reading.ts';
import { DomainError } from '../../core/errors.ts';
import type { Instrument } from '../../core/instrument.ts';
import { KeptProposal, type ObservedDocument, proposalId } from '../../core/record/proposal.ts';
import { type Proposing, proposalChange, propose } from '../../core/record/proposing.ts';
import { type Db, getBody } from '../db.ts';
import type { Writing } from '../record/commit.ts';
import type { RecordStore, Snapshot } from '../record/snapshots.ts';
import { openProposals, proposalItems, proposalKeys } from './proposal-items.ts';
import type { createReadingRecords } from './reading-records.ts';

/** A whole reading of a document, and what identifies the document. */
export type Observation = { reading: Reading; document: ObservedDocument };

/** What an observation led to under one instrument. */
export type Observed = {
  instrument: string;
  differences: Difference[];
  opened: KeptProposal[];
  lapsed: KeptProposal[];
};

export type ObservingContext = {
  db: Db;
  record: RecordStore;
  publicUrl: string;
  readings: ReturnType<typeof createReadingRecords>;
};

/** Proposals opened in one transaction, which may write 100 items: an opening is two items and a change. */
const mostAtOnce = 30;

/**
 * Compares a whole reading with the record, opens and closes proposals, and only then keeps the reading,
 * because evidence may rest on it only after all that it shows was told. It may be interrupted and repeated.
 */
export function createObserving({ db, record, publicUrl, readings }: ObservingContext) {
  const step = (observation: Observation, instrument: Instrument, writing: Writing): Promise<Observed> =>
    record.write<Observed>(writing.now, async (snapshot, at) => {
      const differences = await differencesFrom(snapshot, observation.reading, instrument);
      const proposing = propose({
        instrument: instrument.id,
        differences,
        document: observation.document,
        ...(isMatrix(observation.reading) && { speaksOf: codesIn(observation.reading) }),
        ...(await known(db, instrument.id, differences)),
        now: at.recordedAt,
      });
      const some = portion(proposing);
      const response = { instrument: instrument.id, differences, opened: some.opened, lapsed: some.lapsed };
      const told = [...some.opened, ...some.lapsed];
      const items = [...told, ...some.again].flatMap((proposal) => proposalItems(db, proposal));
      if (items.length === 0) return { plan: null, response };
      const changes = told.map((proposal) => proposalChange(proposal, instrument, publicUrl));
      return { plan: { items, changes, respond: () => response }, after: {} };
    });

  const observePart = async (observation: Observation, writing: Writing): Promise<Observed | undefined> => {
    const { reference } = observation.reading;
    const instrument = await record.read(({ catalogue }) => instrumentBy(catalogue, reference));
    if (!instrument) return undefined;
    const all = await step(observation, instrument, writing);
    for (let more = all; more.opened.length + more.lapsed.length > 0; ) {
      more = await step(observation, instrument, writing);
      all.opened.push(...more.opened);
      all.lapsed.push(...more.lapsed);
    }
    if (!isMatrix(observation.reading)) await keep(instrument, observation, writing);
    return all;
  };

  const keep = ({ id }: Instrument, { reading, document }: Observation, writing: Writing) => {
    const { signatories, parties } = reading.counts;
    const { title, url, statusAsAt, seenOn, sha256 } = document;
    const source = {
      title,
      ...(url && isWebUrl(url) && { url }),
      symbol: `status as at ${statusAsAt}`,
      seenOn,
      tier: 'primary' as const,
    };
    const printed = { ...(signatories !== null && { signatories }), ...(parties !== null && { parties }) };
    const kept = { statusAsAt, source, sha256, printed, rows: reading.rows.length };
    return readings.record([{ instrument: id, reading: kept }], writing);
  };

  /**
   * Takes in one reading.
   * @throws DomainError `conflict` for a reading that is not whole, `not-found` if it is about nothing on
   * record
   */
  return async (observation: Observation, writing: Writing): Promise<Observed[]> => {
    const { reading } = observation;
    if (!reading.whole) throw new DomainError('conflict', reading.reasons.join(' '));
    const found: Observed[] = [];
    for (const part of partsOf(reading)) {
      const observed = await observePart({ ...observation, reading: part }, writing);
      if (observed) found.push(observed);
    }
    if (found.length === 0)
      throw new DomainError('not-found', `There is no instrument ${reading.reference} on record.`);
    return found;
  };
}

export const instrumentBy = ({ instruments }: Snapshot['catalogue'], reference: string | null) =>
  [...instruments.values()].find(({ references }) => references.some(({ value }) => value === reference));

/** Finds where a reading and the record of its instrument differ. */
export async function differencesFrom(
  { catalogue, roster }: Snapshot,
  reading: Reading,
  { id }: Instrument,
): Promise<Difference[]> {
  const entries = [...(await roster(id))];
  const actions = entries.flatMap(([, entry]) => entry.actions);
  const held = heldByParticipant(actions, reading.statusAsAt ?? '9999-12-31');
  const last = catalogue.readings.get(id)?.statusAsAt;
  const since = last !== undefined && last < (reading.statusAsAt ?? '') ? last : undefined;
  const nameOf = (code: string): string => catalogue.states.get(code)?.name ?? code;
  return compare(comparable(reading, new Set(entries.map(([state]) => state)), held), {
    held,
    since,
    nameOf,
  });
}

/**
 * Keeps of a matrix only participants on record, because its years alone are no evidence about the others.
 */
const comparable = (reading: Reading, known: ReadonlySet<string>, held: HeldActs): Reading =>
  isMatrix(reading)
    ? {
        ...reading,
        rows: reading.rows.filter(({ code }) => code !== null && (known.has(code) || held.has(code))),
      }
    : reading;

const codesIn = ({ rows }: Reading): ReadonlySet<string> => new Set(rows.flatMap(({ code }) => code ?? []));

async function known(db: Db, instrument: string, differences: readonly Difference[]) {
  const open = (await openProposals(db)).found.filter((proposal) => proposal.instrument === instrument);
  const isOpen = new Set(open.map(({ id }) => id));
  const others = differences.map((one) => proposalId(instrument, one)).filter((id) => !isOpen.has(id));
  const closed = await Promise.all(others.map((id) => getBody(db, proposalKeys.closed(id), KeptProposal)));
  return { open, closed: new Map(closed.flatMap((one) => (one ? [[one.id, one] as const] : []))) };
}

function portion({ opened, lapsed, again }: Proposing): Proposing {
  const room = (taken: number): number => Math.max(0, mostAtOnce - taken);
  const first = opened.slice(0, mostAtOnce);
  const second = lapsed.slice(0, room(first.length));
  return { opened: first, lapsed: second, again: again.slice(0, room(first.length + second.length)) };
}
