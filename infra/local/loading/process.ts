import { keepCompiled } from '../compiled.ts';

/** Keeps compiled what is imported from here on, for the next load. */
keepCompiled();
await import('./loader.ts');
