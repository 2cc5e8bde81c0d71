import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../command.ts';
import type { Runbook } from '../runbook.ts';
import type { MiniStack } from './ministack.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export type Outputs = Record<string, string>;

/** Context beyond the stage, as `-c key=value` has it. */
export type Context = Record<string, string>;

/** Words of a command with its context replaced: the trial's own version, and no mail address. */
const withContext = (words: readonly string[], context: Context): string[] => [
  ...words.filter((word, at) => word !== '…' && !isOther(word) && !(word === '-c' && isOther(words[at + 1]))),
  ...Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
];

const isOther = (word = ''): boolean => /^(?!stage=)\w+=/.test(word) || word === '…';

/** The commands of the runbook, but for the assembly that deploys in place of the app. */
export function createCdk({ env }: MiniStack, directory: string, runbook: Runbook) {
  const type = ([program = '', ...words]: string[], limit: number) =>
    run(program, words, { cwd: root, env, limit });
  /** MiniStack refuses to delete a change set that is not there, as CDK does when a stack had no changes. */
  let isDeployed = false;
  return {
    /** Synthesises the stage dev and answers the directory of the assembly. */
    async synth(name: string, context: Context): Promise<string> {
      const output = join(directory, `assembly-${name}`);
      await mkdir(output, { recursive: true });
      const words = withContext(runbook.take('npm run synth'), context);
      await type([...words, '--output', output, '--ci'], 240);
      return output;
    },
    bootstrap: (app: string) =>
      type([...runbook.take('npx cdk bootstrap'), '--app', app, '--no-notices', '--ci'], 180),
    /** Deploys every stack of an assembly, by the command that goes on so, and answers the outputs of the service's. */
    async deploy(app: string, rest: string): Promise<Outputs> {
      const file = join(directory, 'outputs.json');
      const words = withContext(runbook.take(`npx cdk deploy --all -c stage=prod ${rest}`), {});
      const unattended = ['--require-approval', 'never', '--outputs-file', file, '--no-notices', '--ci'];
      const directly = isDeployed ? ['--method', 'direct'] : [];
      await type([...words, '--app', app, ...unattended, ...directly], 240);
      isDeployed = true;
      const outputs: Record<string, Outputs> = JSON.parse(await readFile(file, 'utf8'));
      return outputs['TreatyTracker-dev-Service'] ?? {};
    },
  };
}

/** Runs operators' commands: those of the runbook by how they begin, others as they are given. */
export function createOps({ env }: MiniStack, directory: string, runbook: Runbook) {
  const main = join(root, 'infra/ops/main.ts');
  /** Files that a command writes are written into the directory of the trial. */
  const type = (words: readonly string[]): Promise<string> =>
    run(process.execPath, [main, ...words], { cwd: directory, env, limit: 150 });
  const program = 'npm run ops --'.split(' ');
  const wordsOf = (beginning: string): string[] =>
    runbook.take([...program, beginning].join(' ')).slice(program.length);
  const follow = async (beginning: string, ...more: string[]): Promise<string> => {
    const printed = await type([...wordsOf(beginning), ...more]);
    if (!more.includes('--json')) runbook.compare([...program, beginning].join(' '), printed);
    return printed;
  };
  return {
    type,
    wordsOf,
    /** A command of the runbook, with whatever is added to it; it has to print what the runbook shows. */
    follow,
  };
}

export type Ops = ReturnType<typeof createOps>;
export type Cdk = ReturnType<typeof createCdk>;
