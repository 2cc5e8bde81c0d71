import { type DynamoDBDocumentClient, GetCommand, type GetCommandOutput } from '@aws-sdk/lib-dynamodb';

/**
 * Lets a client answer strongly consistent reads from memory while nobody has written to the engine's file since:
 * SQLite counts what other connections commit, and asking it takes a hundredth of what a read does. Only a command that
 * is sent again can be remembered, of which there are few. Answers how to end that.
 * https://www.sqlite.org/pragma.html#pragma_data_version
 */
export async function rememberReads(client: DynamoDBDocumentClient, file: string): Promise<() => void> {
  const writes = await writesTo(file);
  if (!writes) return () => {};
  const known = new WeakMap<object, { at: unknown; answer: Promise<GetCommandOutput> }>();
  const send: (...asked: unknown[]) => Promise<GetCommandOutput> = client.send.bind(client) as never;

  const recall = (command: GetCommand): Promise<GetCommandOutput> => {
    const at = writes.count();
    const earlier = known.get(command);
    if (at !== undefined && earlier?.at === at) return earlier.answer;
    const answer = send(command);
    known.set(command, { at, answer });
    answer.catch(() => known.delete(command));
    return answer;
  };

  client.send = ((...asked: unknown[]) => {
    const [command] = asked;
    const isRemembered = command instanceof GetCommand && command.input.ConsistentRead && asked.length === 1;
    return isRemembered ? recall(command) : send(...asked);
  }) as typeof client.send;
  return writes.end;
}

/** Undefined where this Node has no SQLite, or it cannot read along: then every read is the engine's. */
async function writesTo(file: string) {
  try {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(file, { readOnly: true });
    const question = database.prepare('PRAGMA data_version');
    const count = (): unknown => {
      try {
        return question.get()?.data_version;
      } catch {
        return undefined;
      }
    };
    return { count, end: () => database.close() };
  } catch {
    return undefined;
  }
}
