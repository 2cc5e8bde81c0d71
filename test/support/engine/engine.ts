import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEngine } from '../../../infra/local/engine/engine.ts';
import { scratch } from '../scratch.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The DynamoDB that this run tests against. */
    dynamodbEndpoint: string;
    /** Whether that is not the embedded one. */
    isGiven: boolean;
    /** The directory of what this run makes once, until it ends. */
    runDirectory: string;
  }
}

/**
 * One DynamoDB for the whole run: the embedded engine, or the one at DYNAMODB_ENDPOINT. The variable goes no
 * further, so that a program started by a test never touches a table in use. The engine's database is a file,
 * as on a laptop, because in memory it slows down with every write.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DYNAMODB_ENDPOINT;
  delete process.env.DYNAMODB_ENDPOINT;
  const dir = await mkdtemp(join(scratch, 'run-'));
  const engine = given ? undefined : await startEngine({ file: join(dir, 'database') });
  project.provide('dynamodbEndpoint', given ?? engine?.endpoint ?? '');
  project.provide('isGiven', engine === undefined);
  project.provide('runDirectory', dir);
  return async () => {
    await engine?.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
}
