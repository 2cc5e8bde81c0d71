import type { TestProject } from 'vitest/node';
import { startEngine } from '../../infra/local/engine.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The DynamoDB that this run tests against. */
    dynamodbEndpoint: string;
  }
}

/** One DynamoDB for the whole run: the embedded engine, in memory, or the one that DYNAMODB_ENDPOINT names. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DYNAMODB_ENDPOINT;
  const engine = given ? undefined : await startEngine();
  project.provide('dynamodbEndpoint', given ?? engine?.endpoint ?? '');
  return async () => engine?.stop();
}
