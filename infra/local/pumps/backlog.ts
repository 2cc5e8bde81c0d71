import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export type Backlog = {
  /** The same client, with its requests counted. */
  client: DynamoDBDocumentClient;
  /** Resolves as soon as fewer than `most` of its requests are under way. */
  room(): Promise<void>;
};

/**
 * Holds work back while the engine is busy. The engine does one thing after another, and work waits better in
 * the queue than here, where its lease runs out.
 */
export function countBacklog(client: DynamoDBDocumentClient, most: number): Backlog {
  const send = client.send.bind(client) as (...asked: unknown[]) => Promise<unknown>;
  let underWay = 0;
  const waiting: (() => void)[] = [];

  const counted = async (...asked: unknown[]): Promise<unknown> => {
    underWay += 1;
    try {
      return await send(...asked);
    } finally {
      underWay -= 1;
      if (underWay < most) for (const go of waiting.splice(0)) go();
    }
  };

  return {
    client: Object.create(client, { send: { value: counted } }),
    room: async () => {
      while (underWay >= most) await new Promise<void>((go) => waiting.push(go));
    },
  };
}
