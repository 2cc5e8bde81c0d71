import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownParticipants } from '../../../functions/core/depositary/participants.ts';
import { readDocument } from '../../../functions/core/depositary/read-document.ts';
import type { NewInstrument } from '../../../functions/core/instrument.ts';
import type { State } from '../../../functions/core/state.ts';
import type { Store } from '../../../functions/store/index.ts';
import { outsiders } from '../../../functions/watch/outsiders.ts';
import type { TestTable } from '../engine/table.ts';
import { anInstrument, storeOf } from '../record-fixture.ts';

const file = join(import.meta.dirname, '../../../seeds/participants.json');
export const everybody = JSON.parse(readFileSync(file, 'utf8')) as State[];
const participants = knownParticipants(everybody, outsiders);

/** An instrument of the Treaty Collection, open to every usual act. */
export const aProtocol = (reference = 'IV-5', over: Partial<NewInstrument> = {}): NewInstrument =>
  anInstrument({
    title: 'Protocol on the Reading of Lists',
    shortNames: [],
    depositary: 'un-sg',
    adoptedOn: '1966-12-16',
    inForceOn: '1976-03-23',
    references: [{ scheme: 'untc', value: reference }],
    acts: [
      { act: 'signature' },
      { act: 'ratification', afterSignature: true },
      { act: 'accession' },
      { act: 'succession' },
    ],
    ...over,
  });

/** A record with every participant, and one protocol without acts. */
export async function withProtocol(table: TestTable, now = '2018-01-01T00:00:00.000Z'): Promise<Store> {
  const store = storeOf(table);
  const writing = { now: () => now, by: 'fixture' };
  for (let from = 0; from < everybody.length; from += 90)
    await store.cataloguing.putStates(everybody.slice(from, from + 90), writing);
  await store.cataloguing.putInstrument('lists', aProtocol(), { ...writing, ifVersion: 0 });
  return store;
}

/** Observes a document as the watch does, at an instant. */
export function observe(store: Store, document: string | Uint8Array, at: string, statusAsAt?: string) {
  const bytes = typeof document === 'string' ? new TextEncoder().encode(document) : document;
  const reading = readDocument(bytes, { participants, statusAsAt });
  const described = {
    title: 'Status of the Protocol on the Reading of Lists',
    url: 'https://treaties.example.org/',
    statusAsAt: reading.statusAsAt ?? '',
    seenOn: at.slice(0, 10),
    sha256: '0'.repeat(64),
  };
  return store.observe({ reading, document: described }, { now: () => at, by: 'watch' });
}

/** Accepts every open proposal, as an operator who trusts all of them. */
export async function acceptAll(store: Store, at: string): Promise<void> {
  for (const { id } of await store.proposals.open())
    await store.deciding.accept(id, {}, { now: () => at, by: 'desk' });
}
