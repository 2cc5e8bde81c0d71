import { enableCompileCache } from 'node:module';

/** Everything else is compiled from here on, and found compiled by the next start. */
enableCompileCache();
await import('./command.ts');
