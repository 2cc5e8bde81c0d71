import type { Change } from '../../functions/core/change.ts';
import { changeId } from '../../functions/core/ids.ts';
import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import { type Filter, matches } from '../../functions/core/webhook/filter.ts';
import { attemptLimit } from '../../functions/core/webhook/schedule.ts';
import { deriveKeys, secretText } from '../../functions/core/webhook/signature.ts';
import type { Store } from '../../functions/store/index.ts';

/** What the simulation knows of a subscription, without asking the code under test. */
export type Known = {
  id: string;
  /** Every filter that it ever had. */
  filters: Filter[];
  /** The step at which it was deleted, or its receiver's 410 was recorded. */
  deletedAt?: number;
  goneAt?: number;
  /** It was paused or disabled at some time, by whomever. */
  wasShut: boolean;
  took: Set<string>;
};

export type History = {
  known: Map<string, Known>;
  bodies: Map<string, string>;
  signatures: Set<string>;
  printed: string[];
  violations: string[];
};

export const newHistory = (): History => ({
  known: new Map(),
  bodies: new Map(),
  signatures: new Set(),
  printed: [],
  violations: [],
});

/** Everything that the record of a world at rest has against the promises; empty if they were kept. */
export async function faultsIn(history: History, store: Store, master: Buffer): Promise<string[]> {
  const { sequence } = await store.record.head();
  const changes = await Array.fromAsync(store.changes.list(0, sequence));
  const found = [...history.violations, ...gaps(changes), ...leaks(history, master)];
  for (const known of history.known.values()) found.push(...(await faultsOf(known, changes, history, store)));
  return [...new Set(found)];
}

const gaps = (changes: readonly Change[]): string[] =>
  changes.flatMap(({ sequence }, index) => (sequence === index + 1 ? [] : [`gap before ${sequence}`]));

async function faultsOf(
  known: Known,
  changes: readonly Change[],
  { bodies }: History,
  store: Store,
): Promise<string[]> {
  const subscription = await store.subscriptions.get(known.id);
  if (!subscription) return known.deletedAt === undefined ? [`${known.id} is lost`] : [];
  const { receivesAfter, verifiedAt, status, reason } = subscription;
  const isShut = known.wasShut || status === 'disabled' || status === 'paused';
  const rows = new Map((await Array.fromAsync(store.deliveries.list(known.id))).map((row) => [row.key, row]));
  const found: string[] = [];
  for (const change of changes) {
    const row = [...rows.values()].filter(({ sequence }) => sequence === change.sequence);
    const name = `${changeId(change.sequence)} to ${known.id} (${status} ${reason})`;
    const wants = known.filters.map((filter) => matches(filter, change));
    const isOwed = verifiedAt && receivesAfter !== null && change.sequence > receivesAfter && !change.quiet;
    if (row.length > 1) found.push(`${name}: ${row.length} rows`);
    if (row[0] && (change.quiet || !wants.some(Boolean))) found.push(`${name}: not wanted`);
    if (isOwed && wants.every(Boolean) && reason !== 'gone' && !row[0]) found.push(`${name}: no row`);
    if (bodies.has(changeId(change.sequence)) && bodies.get(changeId(change.sequence)) !== change.body)
      found.push(`${name}: other bytes than the feed's`);
  }
  for (const row of rows.values()) found.push(...unsettled(row, known, isShut));
  return found;
}

function unsettled(row: Delivery, known: Known, isShut: boolean): string[] {
  const name = `${row.messageId} to ${row.subscription}`;
  if (row.status === 'pending') return [`${name}: still pending`];
  if (row.status === 'held' && !isShut) return [`${name}: held without a reason`];
  if (row.status === 'delivered' && !known.took.has(row.messageId))
    return [`${name}: said to be delivered, and was not`];
  if (row.status === 'exhausted' && row.sequence !== null && row.climbed < attemptLimit)
    return [`${name}: given up after ${row.climbed} attempts`];
  return [];
}

function leaks({ printed, signatures, known }: History, master: Buffer): string[] {
  const text = printed.join('\n');
  const secrets = [...known.keys()].flatMap((id) =>
    [1, 2].map((version) => secretText(deriveKeys(master, id, version)).slice('whsec_'.length)),
  );
  const all = ['whsec_', master.toString('base64'), master.toString('hex'), ...secrets, ...signatures];
  return all.filter((secret) => text.includes(secret)).map((secret) => `printed ${secret.slice(0, 8)}…`);
}
