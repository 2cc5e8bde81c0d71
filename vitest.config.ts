import { defineConfig } from 'vitest/config';

/** A DynamoDB of somebody else's may take its time over a transaction. */
const patience = process.env.DYNAMODB_ENDPOINT ? 1_200_000 : 120_000;

/** What replaces a client, a module or a variable for a while, or counts its own process's sockets and memory. */
const alone = [
  'test/{browser,bench,hostile,local}/**/*.test.ts',
  'test/lib/master-secret.test.ts',
  'test/ops/{restore,secret-keeper}.test.ts',
  'test/store/{dynamodb,faults}.test.ts',
];

const options = {
  testTimeout: patience,
  hookTimeout: patience,
  pool: 'forks' as const,
  setupFiles: ['test/support/each-file.ts'],
};
const engine = ['test/support/engine/engine.ts'];

export default defineConfig({
  test: {
    /** Twice the processors that a runner has: many tests wait for time to pass or for a process. */
    maxWorkers: 4,
    projects: [
      { test: { ...options, name: 'core', include: ['test/core/**/*.test.ts'], isolate: false } },
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
