import { BatchExecuteStatementCommand } from '@aws-sdk/lib-dynamodb';
import type { Db, Item } from './db.ts';

/**
 * One conditional write of a group, in PartiQL: each succeeds or fails on its own, and costs what it would
 * alone.
 */
export type PartiqlStatement = { text: string; values: readonly unknown[] };

/** `refused`: its condition failed. `unsure`: it may have been done or not. */
export type StatementOutcome =
  | { kind: 'done'; item: Item | undefined }
  | { kind: 'refused' }
  | { kind: 'unsure' };

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.multiplestatements.batching.html */
const atOnce = 25;

/**
 * Runs statements, no two of which may write the same item. It never rejects: a statement whose request
 * failed is `unsure`, and can be tried alone.
 */
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

type StatementResult = { Error?: { Code?: string | undefined } | undefined; Item?: Item | undefined };

/**
 * The outcome of one statement; on a repeated request, a refusal may come from our own first try and so is
 * `unsure`.
 */
function outcomeOf(answer: StatementResult | undefined, isFirst: boolean): StatementOutcome {
  if (!answer) return { kind: 'unsure' };
  const { Error: error, Item: item } = answer;
  if (!error) return { kind: 'done', item };
  const isRefused = error.Code === 'ConditionalCheckFailed' || error.Code === 'DuplicateItem';
  return isRefused && isFirst ? { kind: 'refused' } : { kind: 'unsure' };
}
