import { enableCompileCache } from 'node:module';
import { afterAll } from 'vitest';
import { end } from './endings.ts';

/** Spares each process compiling the libraries that it loads. */
enableCompileCache();
afterAll(end);
