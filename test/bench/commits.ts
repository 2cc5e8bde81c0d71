import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { NewAction } from '../../functions/core/action.ts';
import type { Store } from '../../functions/store/index.ts';
import { type Database, seeded, withDatabase } from './running/database.ts';
import { interleaved, median, pairedRatio } from './running/measure.ts';
import { atLeast, type Row } from './running/table.ts';

const rounds = 5;
const perRound = 48;

/** Compares recording an act with sending the same transactions bare. */
export const commits = (): Promise<Row[]> =>
  withDatabase(async (database) => {
    await seeded(database);
    const sent = recorder(database);
    const act = actor(database.store);
    await act();
    const items = sent.latest();
    const bare = () => bareTransaction(database, items);
    const rows: Row[] = [];
    for (const callers of [1, 16]) {
      const run = { ours: () => rate(act, callers), raw: () => rate(bare, callers) };
      for (const warmUp of Object.values(run)) await warmUp();
      const { ours, raw } = await interleaved(run, rounds);
      rows.push({
        name: `recording acts, ${callers} at once`,
        ours: `${median(ours).toFixed(0)}/s`,
        beside: `transactions of the same ${items.length} items ${median(raw).toFixed(0)}/s`,
        ...atLeast(pairedRatio(ours, raw), 0.5),
      });
    }
    return rows;
  });

async function rate(step: () => Promise<unknown>, callers: number): Promise<number> {
  const from = performance.now();
  const each = async () => {
    for (let done = 0; done < perRound / callers; done += 1) await step();
  };
  await Promise.all(Array.from({ length: callers }, each));
  return (perRound * 1000) / (performance.now() - from);
}

type Items = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** Remembers the last transaction that the client sent. */
function recorder({ client }: Database): { latest: () => Items } {
  let latest: Items = [];
  client.middlewareStack.add(
    (next) => (call) => {
      const { TransactItems } = call.input as Partial<TransactWriteCommandInput>;
      if (TransactItems) latest = TransactItems;
      return next(call);
    },
    { step: 'initialize', priority: 'high' },
  );
  return { latest: () => latest };
}

const instruments = ['cedaw', 'crc', 'icescr', 'cat', 'crpd', 'icerd'];

/** Makes declarations, which may be repeated, spread over States so that none has far more than in life. */
function actor(store: Store): () => Promise<unknown> {
  let made = 0;
  return () => {
    made += 1;
    const action: NewAction = {
      kind: 'declaration',
      doneOn: '2024-01-01',
      text: `Declaration ${made}`,
      sources: [
        {
          title: 'Notification',
          url: `https://treaties.un.org/${made}`,
          seenOn: '2026-11-23',
          tier: 'primary',
        },
      ],
    };
    const writing = { now: () => new Date().toISOString(), by: 'bench' };
    return store.recording.recordActions(
      'CHN',
      instruments[made % instruments.length] ?? '',
      [{ action }],
      writing,
    );
  };
}

let copies = 0;

/** Sends the same items under new keys, except the one that all writers share. */
function bareTransaction({ client }: Database, items: Items): Promise<unknown> {
  copies += 1;
  const TransactItems = items.map(({ Put }, index) => ({
    Put: {
      TableName: Put?.TableName,
      Item: {
        ...Put?.Item,
        pk: `BARE#${Put?.Item?.pk}`,
        sk: isShared(Put?.Item) ? 'HEAD' : `${copies}#${index}`,
      },
    },
  }));
  return client.send(new TransactWriteCommand({ TransactItems }));
}

const isShared = (item: Record<string, unknown> | undefined): boolean => item?.sk === 'HEAD';
