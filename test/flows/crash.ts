import {
  BatchExecuteStatementCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { DeliverDeps } from '../../functions/deliver/deps.ts';
import type { Queues } from '../../functions/lib/queues.ts';
import type { Item } from '../../functions/store/db.ts';
import { createStore, type Store } from '../../functions/store/index.ts';
import type { TestTable } from '../support/engine/table.ts';

/** Just before or just after a command to the table. */
type Moment = (command: object) => 'before' | 'after' | null;

/** When the next invocation dies; null for never. */
export type Crash = { at: Moment | null };

/** Strikes at the write that records a delivery's attempt. */
export const atTheRecord =
  (moment: 'before' | 'after'): Moment =>
  (command) => {
    const isRecord = ({ body }: Item): boolean => body?.messageId !== undefined && body.attempts?.length > 0;
    return puts(command).some(isRecord) ? moment : null;
  };

const puts = (command: object): Item[] => {
  if (command instanceof PutCommand) return [command.input.Item ?? {}];
  if (command instanceof BatchExecuteStatementCommand)
    return (command.input.Statements ?? []).map(({ Parameters = [] }) => ({ body: Parameters[0] }));
  if (!(command instanceof TransactWriteCommand)) return [];
  return (command.input.TransactItems ?? []).map(({ Put }) => Put?.Item ?? {});
};

/** Strikes once a subscription is written as failing or disabled. */
export const afterTheCondition: Moment = (command) =>
  puts(command).some(
    ({ body }) => body?.registrableDomain !== undefined && /failing|disabled/.test(body.status),
  )
    ? 'after'
    : null;

type Deps = DeliverDeps & { store: Store; queues: Queues };

/** A function whose next invocation dies as `crash` says; nothing that it does later has an effect. */
export function perishable<A extends unknown[], R>(
  create: (deps: Deps) => (...args: A) => R,
  deps: Deps,
  table: TestTable,
  crash: Crash,
): (...args: A) => R {
  const lasting = create(deps);
  return (...args) => {
    const { at } = crash;
    crash.at = null;
    return at ? create(dying(deps, table, at))(...args) : lasting(...args);
  };
}

function dying(deps: Deps, { client, name }: TestTable, at: Moment): Deps {
  let isDead = false;
  const die = (): never => {
    isDead = true;
    throw new Error('crashed');
  };
  const ask = client.send.bind(client) as (command: object) => Promise<unknown>;
  const send = async (command: object): Promise<unknown> => {
    const moment = at(command);
    if (isDead || moment === 'before') return die();
    const answer = await ask(command);
    return moment === 'after' ? die() : answer;
  };
  const mortal = { send } as unknown as DynamoDBDocumentClient;
  return {
    ...deps,
    store: createStore({ client: mortal, table: name, publicUrl: deps.publicUrl }),
    queues: {
      fanout: async (...rung) => (isDead ? die() : deps.queues.fanout(...rung)),
      deliver: async (...rung) => (isDead ? die() : deps.queues.deliver(...rung)),
    },
    send: async (posting) => (isDead ? die() : deps.send(posting)),
  };
}
