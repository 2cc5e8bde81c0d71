import { equal } from 'node:assert/strict';
import type { World } from './world.ts';

export type Configuration = { FunctionName: string; Description: string; Environment: { Variables: object } };

export const functionsPath = '/2015-03-31/functions';

/** The configuration of a deployed function, by how its description begins. */
export async function configurationOf({ stack }: World, description: string): Promise<Configuration> {
  const answer = await fetch(`${stack.endpoint}${functionsPath}`);
  const { Functions }: { Functions: Configuration[] } = JSON.parse(await answer.text());
  const found = Functions.find(({ Description }) => Description.startsWith(description));
  if (!found) throw new Error(`No function is described "${description}…"`);
  return found;
}

/** Calls a function as the scheduler does. */
export async function callAsynchronously({ stack }: World, name: string): Promise<void> {
  const answer = await fetch(`${stack.endpoint}${functionsPath}/${name}/invocations`, {
    method: 'POST',
    headers: { 'x-amz-invocation-type': 'Event' },
    body: JSON.stringify({ source: 'aws.scheduler' }),
  });
  equal(answer.status, 202, await answer.text());
}
