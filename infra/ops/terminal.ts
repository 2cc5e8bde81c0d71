import { DomainError } from '../../functions/core/errors.ts';
import { visible } from '../visible.ts';
import { fallsShort, inputLines, surroundings } from './surroundings.ts';

/** Prints a result to standard output; everything else goes to standard error. */
export const print = (text: string): void => void surroundings().stdout.write(`${visible(text)}\n`);

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

export const note = (text: string): void => void surroundings().stderr.write(`${visible(text)}\n`);

/** Reports the progress of long work: in place on a terminal, otherwise one line each tenth. */
export function progress(what: string): (done: number, total: number) => void {
  let told = -1;
  return (done, total) => {
    const { stderr } = surroundings();
    const tenth = Math.floor((10 * done) / Math.max(total, 1));
    if (stderr.isTTY) stderr.write(`\r${what} ${done} of ${total}${done === total ? '\n' : ''}`);
    else if (tenth !== told) note(`${what} ${done} of ${total}`);
    told = tenth;
  };
}

/** Reads one line from the user. */
export async function ask(question: string): Promise<string> {
  const { stderr } = surroundings();
  const lines = inputLines();
  stderr.write(question);
  const { value, done } = await lines.next();
  if (!done) return legible(value.replace(/^\ufeff/, '').trim());
  stderr.write('\n');
  throw new DomainError(
    'invalid-input',
    'The input ended before every question was answered; nothing was written.',
  );
}

/** Refuses a replacement character, which stands for input that was not UTF-8. */
export function legible(said: string): string {
  if (!said.includes('\ufffd')) return said;
  throw new DomainError(
    'invalid-input',
    `“${said.slice(0, 40)}” was not given in UTF-8; set the terminal to it, or give the act in a file (--file) that is. Nothing was written.`,
  );
}

/** Takes any answer but yes as no. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(`${question} [y/N] `));
}

/** Says that nothing was done, and exits with 1, so that scripts notice. */
export function declined(): void {
  note('Nothing was written.');
  fallsShort();
}

/** Formats rows with aligned columns. */
export function table(given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map((cell) => cell.replaceAll(/\r?\n|\t/g, ' ')));
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

/** The system's message about a file, without its code and the paths of other files. */
export const reasonOf = ({ message }: NodeJS.ErrnoException): string =>
  message.replace(/^[A-Z0-9]+: /, '').replace(/, \w+( '.*)?$/s, '');
