import { enableCompileCache } from 'node:module';

/** As for the laptop: what follows is found compiled by the next process that loads. */
enableCompileCache();
await import('./loader.ts');
