import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { alarms } from '../../infra/monitoring/alarms.ts';
import { createProgram } from '../../infra/ops/program.ts';
import { everyCommand } from './every-command.ts';

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

test.each([...everyCommand.keys()])('a page shows %s', (command) => {
  expect(typed.filter(([line]) => `${line} `.startsWith(`${command} `))).not.toEqual([]);
});

/** The commands in the first column of the runbook's permissions; the words of one may follow another's. */
function permitted(): string[] {
  const [, table = ''] = textOf('infra/README.md').split('| command | actions |');
  const cells = [...(table.split('\n\n')[0] ?? '').matchAll(/^\| (.+?) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => {
    let of = '';
    return [...cell.matchAll(/`([a-z -]+)`/g)].map(([, words = '']) => {
      const [first = ''] = words.split(' ');
      const isWhole = createProgram().commands.some((command) => command.name() === first);
      if (isWhole) of = first;
      return (isWhole ? words : `${of} ${words}`).replace(/ --.*/, '');
    });
  });
}

test('the runbook says which permissions each command needs', () => {
  const named = permitted();
  const covers = (words: string) => (command: string) => `${command} `.startsWith(`${words} `);
  const commands = [...everyCommand.keys()];
  expect(commands.filter((command) => !named.some((words) => covers(words)(command)))).toEqual([]);
  expect(named.filter((words) => !commands.some(covers(words)))).toEqual([]);
});
