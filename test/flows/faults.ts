import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Chance } from './chance.ts';
import { Crashed, type Run } from './steps.ts';

/** Whatever goes wrong is counted here by kind, and stops once the simulation heals. */
export type Faults = {
  /** Whether this fault is to happen now. */
  strike(kind: string, probability: number): boolean;
  total(): number;
  counts(): Record<string, number>;
  heal(): void;
};

export function createFaults(chance: Chance): Faults {
  const counts: Record<string, number> = {};
  let isHealed = false;
  return {
    strike: (kind, probability) => {
      if (isHealed || !chance.in(probability)) return false;
      counts[kind] = (counts[kind] ?? 0) + 1;
      return true;
    },
    total: () => Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts: () => counts,
    heal: () => {
      isHealed = true;
    },
  };
}

/** A step that may not be taken, be taken without its answer coming back, or be the last of its invocation. */
export async function perilous<T>(
  faults: Faults,
  run: Run,
  what: string,
  take: () => Promise<T>,
): Promise<T> {
  if (faults.strike(`${what}: crash before`, 0.012)) throw crash(run);
  if (faults.strike(`${what}: refused`, 0.015)) throw refusal();
  const answer = await take();
  if (faults.strike(`${what}: crash after`, 0.012)) throw crash(run);
  if (faults.strike(`${what}: answer lost`, 0.01)) throw new Error('socket hang up');
  return answer;
}

function crash(run: Run): Crashed {
  run.crashed = true;
  return new Crashed(run.name);
}

const refusal = (): Error => Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });

/** What the due index last said, for when it says it again although the table has moved on. */
export type Stale = Map<string, unknown>;

/** The table as one invocation reaches it: throttled, conflicting, lagging in its indexes, and gone in mid-write. */
export function faultyClient(
  client: DynamoDBDocumentClient,
  { faults, run, stale }: { faults: Faults; run: Run; stale: Stale },
): DynamoDBDocumentClient {
  const ask = client.send.bind(client) as (command: unknown) => Promise<unknown>;
  const send = (command: { constructor: { name: string }; input: object }) =>
    run.step(() =>
      perilous(faults, run, 'table', async () => {
        if (command.constructor.name === 'TransactWriteCommand' && faults.strike('table: conflict', 0.05))
          throw conflict();
        return command instanceof QueryCommand && command.input.IndexName === 'byDue'
          ? await lagging(faults, stale, command, ask)
          : await ask(command);
      }),
    );
  return { send } as unknown as DynamoDBDocumentClient;
}

const conflict = () =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    CancellationReasons: [{ Code: 'TransactionConflict' }],
    $metadata: {},
  });

async function lagging(
  faults: Faults,
  stale: Stale,
  { input }: QueryCommand,
  ask: (command: unknown) => Promise<unknown>,
): Promise<unknown> {
  const shard = String(input.ExpressionAttributeValues?.[':shard']);
  const before = stale.get(shard);
  const now = await ask(new QueryCommand(input));
  stale.set(shard, now);
  return before && faults.strike('index: stale', 0.05) ? before : now;
}
