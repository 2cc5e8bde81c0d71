import { defineConfig } from 'vitest/config';

/** A DynamoDB of somebody else's may take its time over a transaction. */
const patience = process.env.DYNAMODB_ENDPOINT ? 1_200_000 : 120_000;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/engine.ts'],
    testTimeout: patience,
    hookTimeout: patience,
    pool: 'forks',
    maxWorkers: 2,
  },
});
