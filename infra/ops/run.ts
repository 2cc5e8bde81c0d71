import { CommanderError } from 'commander';
import { DomainError } from '../../functions/core/errors.ts';
import { SeedError } from '../../seeds/seed-error.ts';
import { Refusal } from '../local/refusal.ts';
import { createProgram } from './program.ts';
import { inSurroundings, type Surroundings, surroundings } from './surroundings.ts';
import { note } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Runs an operator's command line. Exit codes: 0 done, 1 refused, failed or not all done, 2 a wrong command line. */
export const runOps = (args: readonly string[], given: Surroundings): Promise<number> =>
  inSurroundings(given, async () => {
    try {
      await createProgram().parseAsync([...args], { from: 'user' });
    } catch (error) {
      surroundings().exitCode = failed(error, args.includes('--debug'));
    }
  });

function failed(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  note(lineFor(error));
  if (debug && error instanceof Error) note(error.stack ?? '');
  return error instanceof UsageError ? 2 : 1;
}

/** An error as one line for the user: a refusal's own words, with the places it concerns. */
function lineFor(error: unknown): string {
  if (error instanceof DomainError) return refusalLine(error);
  const message = error instanceof Error ? error.message : String(error);
  const [first = ''] = message.split('\n');
  if (error instanceof SeedError) return message;
  if (error instanceof Refusal || error instanceof UsageError) return first;
  const name = error instanceof Error ? error.name : 'Error';
  return `Failed: ${name}: ${first} (add --debug for the stack)`;
}

function refusalLine({ message, errors }: DomainError): string {
  const places = errors.map(({ pointer, parameter, detail }) => {
    const place = pointer ?? parameter ?? '';
    return message.includes(detail) ? place : `${place}: ${detail}`;
  });
  const named = places.filter((place) => place !== '').join('; ');
  return named ? `${message} (${named})` : message;
}
