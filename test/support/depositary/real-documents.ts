import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Copies of real documents, which may not be kept here: beside the checkout, or where the environment says.
 */
const folder = process.env.DEPOSITARY_DOCUMENTS ?? join(import.meta.dirname, '../../../../shared/depositary');

export const areHere = existsSync(folder);
if (!areHere)
  process.stderr.write(
    `\nNOT TESTED AGAINST REAL DOCUMENTS: none at ${folder}; DEPOSITARY_DOCUMENTS says where they are.\n\n`,
  );

/** The names in one of their folders, without endings. */
export const namesIn = (part: string, ending: string): string[] =>
  areHere
    ? readdirSync(join(folder, part))
        .filter((name) => name.endsWith(ending))
        .map((name) => name.slice(0, -ending.length))
    : [];

export const pathOf = (name: string): string => join(folder, name);
export const bytesOf = (name: string): Uint8Array => readFileSync(pathOf(name));
export const jsonOf = (name: string) => JSON.parse(readFileSync(pathOf(name), 'utf8'));
