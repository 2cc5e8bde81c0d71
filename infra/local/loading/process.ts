import { keepCompiled } from '../compiled.ts';

/** The next process that loads finds compiled what is imported from here on. */
keepCompiled();
await import('./loader.ts');
