import { keepCompiled } from './compiled.ts';

/** Everything else is compiled from here on, and found compiled by the next start. */
keepCompiled();
await import('./command.ts');
