import { enableCompileCache } from 'node:module';

/** The next process that loads finds compiled what is imported from here on. */
enableCompileCache();
await import('./loader.ts');
