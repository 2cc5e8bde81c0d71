import { BatchExecuteStatementCommand } from '@aws-sdk/lib-dynamodb';
import type { Db, Item } from './db.ts';

/** One conditional write of a group, in PartiQL: each succeeds or is refused on its own, and costs what it would alone. */
export type PartiqlStatement = { text: string; values: readonly unknown[] };

/** `refused` by its condition; `unsure` where it may have been done or not. */
export type StatementOutcome =
  | { kind: 'done'; item: Item | undefined }
  | { kind: 'refused' }
  | { kind: 'unsure' };

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.multiplestatements.batching.html */
const atOnce = 25;

/** Runs statements of which no two write the same item. Never rejects: what failed is `unsure`, and can be tried alone. */
export async function runAll(db: Db, statements: readonly PartiqlStatement[]): Promise<StatementOutcome[]> {
  const groups = Array.from({ length: Math.ceil(statements.length / atOnce) }, (_, index) =>
    run(db, statements.slice(index * atOnce, (index + 1) * atOnce)),
  );
  return (await Promise.all(groups)).flat();
}

async function run(db: Db, statements: readonly PartiqlStatement[]): Promise<StatementOutcome[]> {
  const Statements = statements.map(({ text, values }) => ({
    Statement: text,
    Parameters: [...values],
  }));
  try {
    const answer = await db.client.send(new BatchExecuteStatementCommand({ Statements }));
    const isFirst = (answer.$metadata?.attempts ?? 1) === 1;
    return statements.map((_, index) => outcomeOf(answer.Responses?.[index], isFirst));
  } catch {
    return statements.map(() => ({ kind: 'unsure' }));
  }
}

type Answer = { Error?: { Code?: string | undefined } | undefined; Item?: Item | undefined };

/** A request that the client sent twice may be refused because the first one did it. */
function outcomeOf(answer: Answer | undefined, isFirst: boolean): StatementOutcome {
  if (!answer) return { kind: 'unsure' };
  const { Error: error, Item: item } = answer;
  if (!error) return { kind: 'done', item };
  const isRefused = error.Code === 'ConditionalCheckFailed' || error.Code === 'DuplicateItem';
  return isRefused && isFirst ? { kind: 'refused' } : { kind: 'unsure' };
}
