import { defineConfig } from 'vitest/config';

/** The pure core and its own tests, which need nothing else. */
export default defineConfig({
  test: { include: ['test/core/**/*.test.ts'], root: process.cwd(), isolate: false },
});
