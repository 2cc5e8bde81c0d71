import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { scratchOfRun } from './test/support/scratch.ts';

scratchOfRun();

/** A busy machine may take its time; a DynamoDB of somebody else's over each transaction. */
const patience = process.env.DYNAMODB_ENDPOINT ? 1_200_000 : 300_000;

/**
 * What replaces a client, a module or a variable for a while, counts its own process's sockets and memory, or begins in a
 * module that it shares with another file: in one worker that would begin once for both.
 */
const alone = [
  'test/bench/**/*.test.ts',
  'test/hostile/every-{body,route}.test.ts',
  'test/local/engine/{engine-path,remembering,unchanged}.test.ts',
  'test/local/{gateway,seeding}.test.ts',
  'test/lib/master-secret.test.ts',
  'test/ops/{restore,secret-keeper}.test.ts',
  'test/store/{dynamodb,faults}.test.ts',
];

const options = {
  testTimeout: patience,
  hookTimeout: patience,
  pool: 'forks' as const,
  /** Spares each process compiling the libraries that it loads. */
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') },
  setupFiles: ['test/support/each-file.ts'],
};
const engine = ['test/support/engine/engine.ts'];

export default defineConfig({
  test: {
    /** More than the two processors of a runner: many tests wait for time to pass or for a process. */
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...options,
          name: 'core',
          include: ['test/core/**/*.test.ts'],
          isolate: false,
          expect: { requireAssertions: true },
        },
      },
      {
        test: {
          ...options,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: ['test/core/**', ...alone],
          globalSetup: engine,
          isolate: false,
        },
      },
      { test: { ...options, name: 'alone', include: alone, globalSetup: engine } },
    ],
  },
});
