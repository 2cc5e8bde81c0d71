import { keepCompiled } from './compiled.ts';

/** Keeps compiled everything imported from here on, for the next start. */
keepCompiled();
await import('./command.ts');
