import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEngine } from '../../../infra/local/engine/engine.ts';

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
  const run = project.vitest.getRootProject();
  if ('runDirectory' in run.getProvidedContext()) return async () => {};
  const given = process.env.DYNAMODB_ENDPOINT;
  delete process.env.DYNAMODB_ENDPOINT;
  const dir = await mkdtemp(join(tmpdir(), 'made-'));
  const engine = given ? undefined : await startEngine({ file: join(dir, 'database') });
  run.provide('dynamodbEndpoint', given ?? engine?.endpoint ?? '');
  run.provide('isGiven', engine === undefined);
  run.provide('runDirectory', dir);
  return async () => {
    await engine?.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
}
