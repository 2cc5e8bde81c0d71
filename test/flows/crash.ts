import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createDeliver } from '../../functions/deliver/deliver.ts';
import type { DeliverDeps } from '../../functions/deliver/deps.ts';
import { createStore } from '../../functions/store/index.ts';
import type { TestTable } from '../support/table.ts';

/** Just before or just after what a sender does to the table. */
type Moment = (command: object) => 'before' | 'after' | null;

/** When the next sender dies; nobody does while it is null. */
export type Crash = { at: Moment | null };

/** At the write that records an attempt at a delivery. */
export const atTheRecord =
  (moment: 'before' | 'after'): Moment =>
  (command) => {
    const { sk, body } = command instanceof PutCommand ? (command.input.Item ?? {}) : {};
    return String(sk).startsWith('DELIVERY#') && body.attempts.length > 0 ? moment : null;
  };

type Deliver = ReturnType<typeof createDeliver>;

/** Senders of which the next one dies as `crash` has it: from then on nothing that it does has an effect. */
export function perishable(deliver: Deliver, deps: DeliverDeps, table: TestTable, crash: Crash): Deliver {
  return (event) => {
    const { at } = crash;
    crash.at = null;
    return at ? createDeliver(dying(deps, table, at))(event) : deliver(event);
  };
}

function dying(deps: DeliverDeps, { client, name }: TestTable, at: Moment): DeliverDeps {
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
    queues: { deliver: async (...rung) => (isDead ? die() : deps.queues.deliver(...rung)) },
    send: async (posting) => (isDead ? die() : deps.send(posting)),
  };
}
