import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

type Capacity = { CapacityUnits?: number };
type Counted = { ConsumedCapacity?: Capacity | Capacity[] };

/** Makes a client's answers tell their cost; answers the capacity units and calls since the last call. */
export function unitsOf(client: DynamoDBDocumentClient): () => { units: number; calls: number } {
  let [units, calls] = [0, 0];
  client.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const answer = await next(args);
      const { ConsumedCapacity = [] } = answer.output as Counted;
      for (const { CapacityUnits = 0 } of [ConsumedCapacity].flat()) units += CapacityUnits;
      calls += 1;
      return answer;
    },
    { step: 'initialize', name: 'units' },
  );
  return () => {
    const spent = { units, calls };
    [units, calls] = [0, 0];
    return spent;
  };
}
