import type * as z from 'zod';
import { DomainError } from '../../../functions/core/errors.ts';
import { placedFaults } from '../../../functions/core/faults.ts';
import { ask, note } from '../terminal.ts';

/** A question; an empty answer stands for the fallback, and is asked about again where there is none. */
export type Prompt = { text: string; fallback?: (() => string) | undefined };

/** Reads an answer. @throws DomainError that says why it is none */
export type ReadAnswer = (said: string) => string;

/** Asks until the answer is valid. */
export async function prompt({ text, fallback, read }: Prompt & { read: ReadAnswer }): Promise<string> {
  for (;;) {
    const said = await ask(`${text} `);
    if (said === '' && fallback) return fallback();
    try {
      if (said !== '') return read(said);
      note('  An answer is needed.');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      note(`  ${error.message}`);
    }
  }
}

/** Reads an answer as a schema takes it, or as it is. */
export const readBy =
  (schema: z.ZodType | undefined): ReadAnswer =>
  (said) => {
    const { error } = schema?.safeParse(said) ?? {};
    const [fault] = error ? placedFaults(error, said, () => '') : [];
    if (fault) throw new DomainError('invalid-input', fault.detail);
    return said;
  };
