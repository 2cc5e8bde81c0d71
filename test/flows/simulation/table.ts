import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import {
  BatchExecuteStatementCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Chance } from '../chance.ts';
import { type Faults, perilous, struck } from './faults.ts';
import type { Item, Journal } from './judging/journal.ts';
import type { Run } from './steps.ts';

/** Earlier answers to each question to an index, to be given again after the table has moved on. */
type Past = Map<string, unknown[]>;

export type Around = { faults: Faults; chance: Chance; journal: Journal; past: Past };

type Ask = (command: unknown) => Promise<unknown>;

/**
 * The table as one instance reaches it: throttled, conflicting, with lagging indexes, and failing in
 * mid-write.
 */
export function perilousClient(
  client: DynamoDBDocumentClient,
  around: Around,
  run: () => Run,
): DynamoDBDocumentClient {
  const ask = client.send.bind(client) as Ask;
  const { faults } = around;
  const send = (command: object) => {
    const current = run();
    return current.step(() =>
      perilous(faults, current, 'table', async () => {
        if (command instanceof BatchExecuteStatementCommand)
          return await statementByStatement(around, current, command, ask);
        if (isWrite(command) && faults.strike('table: conflict', 0.03))
          throw struck(current, conflictIn(command));
        if (command instanceof QueryCommand && command.input.IndexName)
          return await lagging(around, command, ask);
        return await noted(around.journal, current, command, ask);
      }),
    );
  };
  return { send } as unknown as DynamoDBDocumentClient;
}

/** The table as it is, with every write noted in the journal. */
export function notedClient(client: DynamoDBDocumentClient, journal: Journal): DynamoDBDocumentClient {
  const ask = client.send.bind(client) as Ask;
  return {
    send: (command: object) => noted(journal, null, command, ask),
  } as unknown as DynamoDBDocumentClient;
}

const isWrite = (command: object): boolean =>
  [PutCommand, UpdateCommand, DeleteCommand, TransactWriteCommand].some((kind) => command instanceof kind);

const conflictIn = (command: object): Error =>
  command instanceof TransactWriteCommand
    ? new TransactionCanceledException({
        message: 'Transaction cancelled',
        CancellationReasons: [{ Code: 'TransactionConflict' }],
        $metadata: {},
      })
    : new TransactionConflictException({ message: 'Transaction is ongoing for the item', $metadata: {} });

type Answers = { Responses?: { Item?: Item; Error?: object }[] };

/** Lets each statement of a group succeed or fail on its own. */
async function statementByStatement(
  { faults, journal }: Around,
  run: Run,
  { input }: BatchExecuteStatementCommand,
  ask: Ask,
): Promise<Answers> {
  const { Statements = [] } = input;
  const isRefused = Statements.map(() => faults.strike('table: statement refused', 0.02));
  if (isRefused.includes(true)) run.struck++;
  const taken = Statements.filter((_, index) => !isRefused[index]);
  const answer: Answers =
    taken.length > 0
      ? ((await noted(
          journal,
          run,
          new BatchExecuteStatementCommand({ ...input, Statements: taken }),
          ask,
        )) as Answers)
      : {};
  const answers = (answer.Responses ?? []).values();
  const Responses = isRefused.map((refused) =>
    refused ? { Error: { Code: 'ThrottlingError' } } : (answers.next().value ?? {}),
  );
  return { ...answer, Responses };
}

/** The names of a statement's parameters, in order. */
const names = (text: string): string[] =>
  [...text.matchAll(/(?:'(\w+)':|"([\w".]+)" (?:=|<=)) \?/g)].map(
    ([, inserted, set]) => inserted ?? set ?? '',
  );

function writtenBy(
  { Statements = [] }: BatchExecuteStatementCommand['input'],
  { Responses = [] }: Answers,
): Item[] {
  return Statements.flatMap(({ Statement = '', Parameters = [] }, index) => {
    const { Error: error, Item: after } = Responses[index] ?? {};
    if (error) return [];
    const values = Object.fromEntries(names(Statement).map((name, place) => [name, Parameters[place]]));
    return [{ pk: values.pk, sk: values.sk, body: after?.body ?? values.body } as Item];
  });
}

async function noted(journal: Journal, run: Run | null, command: object, ask: Ask): Promise<unknown> {
  const answer = await ask(command);
  if (command instanceof BatchExecuteStatementCommand)
    for (const item of writtenBy(command.input, answer as Answers)) journal.noteAll(run, [item]);
  else if (isWrite(command)) journal.noteAll(run, written(command, answer as { Attributes?: Item }));
  return answer;
}

function written(command: object, answer: { Attributes?: Item }): Item[] {
  if (command instanceof PutCommand) return [command.input.Item as Item];
  if (command instanceof DeleteCommand) return [command.input.Key as Item];
  if (command instanceof UpdateCommand && answer.Attributes)
    return [{ ...(command.input.Key as Item), body: answer.Attributes.body }];
  if (!(command instanceof TransactWriteCommand)) return [];
  return (command.input.TransactItems ?? []).flatMap(({ Put, Delete }) =>
    Put ? [Put.Item as Item] : Delete ? [Delete.Key as Item] : [],
  );
}

const remembered = 20;

async function lagging(
  { faults, chance, past }: Around,
  { input }: QueryCommand,
  ask: Ask,
): Promise<unknown> {
  const { ':now': _, ...values } = input.ExpressionAttributeValues ?? {};
  const question = JSON.stringify([input.IndexName, values, input.ExclusiveStartKey]);
  const answers = past.get(question) ?? [];
  const now = await ask(new QueryCommand(input));
  past.set(question, [...answers, now].slice(-remembered));
  const isStale = answers.length > 0 && faults.strike(`index: ${input.IndexName} stale`, 0.04);
  return isStale ? chance.pick(answers) : now;
}
