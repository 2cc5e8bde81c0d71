import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { alarms } from '../../infra/monitoring/alarms.ts';
import { createProgram } from '../../infra/ops/program.ts';

const pages = [
  'README.md',
  'infra/README.md',
  'seeds/README.md',
  'functions/README.md',
  'functions/deliver/README.md',
];

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Every command line that a page or an alarm tells an operator to type. */
const typed = [
  ...pages.flatMap((path) =>
    [...textOf(path).matchAll(/npm run (?:-s |--silent )?ops -- ((?:"[^"\n]*"|[^`\n#"|])+)/g)].map(
      ([, line = '']) => [line, path],
    ),
  ),
  ...Object.entries(alarms).map(([name, { run }]) => [
    `${run.replace('npm run ops -- ', '')} prod`,
    `alarm ${name}`,
  ]),
].map(([line = '', where = '']) => [line.trim(), where] as const);

/** The command that a line names, and the rest of the line. */
function found(command: Command, words: readonly string[]): [Command, readonly string[]] {
  const [first, ...rest] = words;
  const inner = command.commands.find((each) => each.name() === first);
  return inner ? found(inner, rest) : [command, words];
}

test.each(typed)('%s (%s) is understood', (line) => {
  const words = line.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const [command, rest] = found(createProgram(), words);
  if (words[0]?.startsWith('<')) return;
  expect(command.parent, `There is no command ${words[0]}`).not.toBeNull();
  expect(command.parseOptions([...rest]).unknown.filter((word) => word !== '--help')).toEqual([]);
});

test('pages tell of every command', () => {
  const told = new Set(typed.map(([line]) => line.split(' ')[0]));
  const names = createProgram().commands.map((command) => command.name());
  expect(names.filter((name) => !told.has(name))).toEqual([]);
});
