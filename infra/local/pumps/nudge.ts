import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { type FilterPattern, passes } from './filter.ts';

export type Nudge = {
  give(): void;
  /**
   * Waits for a nudge, the end of so many milliseconds or `stop`; not at all if a nudge came since the last
   * wait.
   */
  wait(milliseconds: number, stop: AbortSignal): Promise<void>;
};

/** Wakes a loop that polls, so that it need not wait for its next look. */
export function createNudge(): Nudge {
  let isGiven = false;
  let end: () => void = () => undefined;
  return {
    give: () => {
      isGiven = true;
      end();
    },
    wait: async (milliseconds, stop) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (isGiven || stop.aborted) resolve();
      end = () => resolve();
      stop.addEventListener('abort', end, { once: true });
      const timer = setTimeout(end, milliseconds);
      await promise;
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      isGiven = false;
    },
  };
}

/**
 * Gives a nudge after each transaction of this client that puts an item whose stream record passes the
 * filter.
 */
export function nudgeOnCommit(client: DynamoDBDocumentClient, filter: FilterPattern, nudge: Nudge): void {
  client.middlewareStack.add(
    (next) => async (call) => {
      const output = await next(call);
      const { TransactItems = [] } = call.input as Partial<TransactWriteCommandInput>;
      if (TransactItems.some(({ Put }) => Put && passes(filter, recordOf(Put.Item)))) nudge.give();
      return output;
    },
    { step: 'initialize', name: 'nudgeOnCommit' },
  );
}

const recordOf = (item: Record<string, unknown> = {}) => ({
  eventName: 'INSERT',
  dynamodb: { Keys: { pk: { S: item.pk }, sk: { S: item.sk } } },
});
