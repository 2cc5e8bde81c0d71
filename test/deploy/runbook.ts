import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');

/** A command of the runbook, and the lines that it says the command prints. */
export type Told = { command: string; prints: string[] };

/** What an operator types, in a section's order: the lines of its `sh` blocks without comments. */
export function commandsOf(section: string): Told[] {
  const [, rest] = text.split(`\n## ${section}\n`);
  if (rest === undefined) throw new Error(`The runbook has no section "${section}"`);
  const commands: Told[] = [];
  for (const [, language, block = ''] of (rest.split('\n## ')[0] ?? '').matchAll(
    /^ *```(\w*)\n([\s\S]*?)^ *```/gm,
  )) {
    const lines = linesOf(block);
    if (language === 'sh') commands.push(...lines.map((command) => ({ command, prints: [] })));
    else commands.at(-1)?.prints.push(...lines);
  }
  return commands;
}

const linesOf = (block: string): string[] =>
  block
    .split('\n')
    .map((line) => line.replace(/(^| )#.*$/, '').trim())
    .filter((line) => line !== '');

/** Makes a pattern of a runbook's line: numbers, `…` and the alignment of columns may differ. */
const patternOf = (line: string): RegExp =>
  new RegExp(
    forDev(line)
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\d+/g, '\\d+')
      .replace(/ +/g, '\\s+')
      .replace(/…/g, '.*'),
    'm',
  );

const forDev = (line: string): string => line.replaceAll(/\bprod\b/g, 'dev');

export type Runbook = {
  /** The first command that begins so, for the stage dev, as words; it then counts as followed. */
  take(beginning: string): string[];
  /** Throws if a command did not print what the runbook shows. */
  compare(beginning: string, printed: string): void;
  /** Commands that were not followed. */
  left(): string[];
};

/** Hands out the commands of some sections, and notes which were followed. */
export function openRunbook(...sections: string[]): Runbook {
  const commands = sections.flatMap(commandsOf);
  const taken = new Set<string>();
  const find = (beginning: string): Told => {
    const found = commands.find(({ command }) => command.startsWith(beginning));
    if (!found) throw new Error(`The runbook has no command "${beginning} …"`);
    return found;
  };
  return {
    take(beginning) {
      const { command } = find(beginning);
      taken.add(command);
      return forDev(command).split(/ +/);
    },
    compare(beginning, printed) {
      const missing = find(beginning).prints.filter((line) => !patternOf(line).test(printed));
      if (missing.length > 0)
        throw new Error(`The runbook shows "${missing.join('\n')}", yet this was printed:\n${printed}`);
    },
    left: () => [...new Set(commands.map(({ command }) => command).filter((command) => !taken.has(command)))],
  };
}
