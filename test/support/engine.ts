import type { TestProject } from 'vitest/node';
import { startEngine } from '../../infra/local/engine/engine.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The DynamoDB that this run tests against. */
    dynamodbEndpoint: string;
    /** Whether that is another than the embedded one. */
    isGiven: boolean;
  }
}

/**
 * One DynamoDB for the whole run: the embedded engine, in memory, or the one that DYNAMODB_ENDPOINT names. The variable
 * goes no further: what a test starts takes no table but its own, least of all the one somebody works on.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DYNAMODB_ENDPOINT;
  delete process.env.DYNAMODB_ENDPOINT;
  const engine = given ? undefined : await startEngine();
  project.provide('dynamodbEndpoint', given ?? engine?.endpoint ?? '');
  project.provide('isGiven', engine === undefined);
  return async () => engine?.stop();
}
