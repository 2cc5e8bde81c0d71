import type { Command } from 'commander';
import { createProgram } from '../../infra/ops/program.ts';

/** Every command that an operator can type, by its words: `seed`, `keys create`. */
export const everyCommand: ReadonlyMap<string, Command> = new Map(
  ends(createProgram(), []).map(([words, command]) => [words.join(' '), command]),
);

function ends(command: Command, words: readonly string[]): [readonly string[], Command][] {
  if (command.commands.length === 0) return [[words, command]];
  return command.commands.flatMap((inner) => ends(inner, [...words, inner.name()]));
}
