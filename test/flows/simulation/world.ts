import { sealerBy } from '../../../functions/lib/master-secret.ts';
import type { Store } from '../../../functions/store/index.ts';
import { shardOf } from '../../../functions/store/webhook/subscription-item.ts';
import type { TestTable } from '../../support/engine/table.ts';
import { publicUrl, withRecord } from '../../support/record-fixture.ts';
import { secretsOf } from '../../support/sealing.ts';
import { chanceFrom } from '../chance.ts';
import { createFaults } from './faults.ts';
import { newHistory } from './judging/history.ts';
import { createJournal } from './judging/journal.ts';
import { createMessages } from './messages.ts';
import type { Character } from './moods.ts';
import { createReceivers } from './receivers.ts';
import { usedShards } from './shards.ts';
import { createStream } from './stream.ts';
import { notedClient } from './table.ts';

export type Wish = {
  seed: number;
  /** Faults that happen before everything heals. */
  faults: number;
  /** Breaks a part under the handlers, to see that the judge notices. */
  sabotage?: (store: Store) => Store;
  /** The receivers' characters; every kind unless given. */
  characters?: readonly Character[];
  /** Owners do nothing but move their receivers to other URLs. */
  isMoving?: boolean;
};

export const master = Buffer.alloc(32, 11);

const began = '2026-11-24T00:00:00.000Z';

/** Everything around the handlers, decided by one seed. */
export async function createWorld(table: TestTable, wish: Wish) {
  const { seed, sabotage = (store) => store } = wish;
  const chance = chanceFrom(seed);
  const faults = createFaults(chance);
  const journal = createJournal();
  const history = newHistory();
  const clock = { ms: Date.parse(began) };
  const around = { faults, chance, nowMs: () => clock.ms };
  const noted = { ...table, client: notedClient(table.client, journal) };
  const store = await withRecord(noted, began);
  const asked = { owner: 'owner', name: 'simulation', scopes: ['subscriptions:manage' as const] };
  const { text: key } = await store.keys.create(asked, {
    now: began,
    by: 'simulation',
    seal: sealerBy(secretsOf(master)),
  });
  history.secrets.add(key);
  return {
    wish,
    table,
    chance,
    faults,
    journal,
    history,
    clock,
    /** The owner's key to the API. */
    key,
    tick: journal.tick,
    messages: createMessages(around),
    stream: await createStream(table, around),
    receivers: await createReceivers(),
    past: new Map<string, unknown[]>(),
    /** The character of the receiver at a URL. */
    characters: new Map<string, Character>(),
    newId: idsFor(usedShards),
    /** Counts up, for names that are used once. */
    count: counter(),
    sabotage,
    master,
    publicUrl,
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Ids that a seed repeats, in ascending order. */
function idsFor(shards: number) {
  let count = 0;
  return (kind: 'sub' | 'msg'): string => {
    for (;;) {
      const id = `${kind}_${String(++count).padStart(26, '0')}`;
      if (kind === 'msg' || shardOf(id) < shards) return id;
    }
  };
}

function counter(): () => number {
  let count = 0;
  return () => ++count;
}
