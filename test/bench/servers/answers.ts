import { readFileSync } from 'node:fs';

export type Prepared = { path: string; body: string; type: string; etag: string };

/** What a bare server serves from memory: the file that its first argument names. */
export const prepared = (): Prepared[] => JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));

export const announce = (port: number): void => console.log(`http://127.0.0.1:${port}`);
