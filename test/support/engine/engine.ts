import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEngine } from '../../../infra/local/engine/engine.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The DynamoDB that this run tests against. */
    dynamodbEndpoint: string;
    /** Whether that is another than the embedded one. */
    isGiven: boolean;
    /** Where what this run makes once lies until it ends. */
    runDirectory: string;
  }
}

/**
 * One DynamoDB for the whole run: the embedded engine, or the one that DYNAMODB_ENDPOINT names. The variable goes no
 * further: what a test starts takes no table but its own, least of all the one somebody works on. The engine's database
 * is a file, as on a laptop: in memory it takes the longer to write the more was written.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DYNAMODB_ENDPOINT;
  delete process.env.DYNAMODB_ENDPOINT;
  const dir = await mkdtemp(join(tmpdir(), 'run-'));
  const engine = given ? undefined : await startEngine({ file: join(dir, 'database') });
  project.provide('dynamodbEndpoint', given ?? engine?.endpoint ?? '');
  project.provide('isGiven', engine === undefined);
  project.provide('runDirectory', dir);
  return async () => {
    await engine?.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
}
