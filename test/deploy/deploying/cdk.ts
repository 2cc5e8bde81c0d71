import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../command.ts';
import type { Runbook } from '../runbook.ts';
import type { MiniStack } from './ministack.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export type Outputs = Record<string, string>;

/** Context beside the stage, as in `-c key=value`. */
export type Context = Record<string, string>;

/** A command's words with their context replaced by the trial's version, and no mail address. */
const withContext = (words: readonly string[], context: Context): string[] => [
  ...words.filter((word, at) => word !== '…' && !isOther(word) && !(word === '-c' && isOther(words[at + 1]))),
  ...Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
];

const isOther = (word = ''): boolean => /^(?!stage=)\w+=/.test(word) || word === '…';

/** The runbook's commands, with a prepared assembly in place of the app. */
export function createCdk({ env }: MiniStack, directory: string, runbook: Runbook) {
  const type = ([program = '', ...words]: string[], limit: number) =>
    run(program, words, { cwd: root, env, limit });
  /** MiniStack refuses to delete a missing change set, which CDK does if a stack had no changes. */
  let isDeployed = false;
  return {
    /** Synthesises the stage dev; answers the assembly's directory. */
    async synth(name: string, context: Context): Promise<string> {
      const output = join(directory, `assembly-${name}`);
      await mkdir(output, { recursive: true });
      const words = withContext(runbook.take('npm run synth'), context);
      await type([...words, '--output', output, '--ci'], 240);
      return output;
    },
    bootstrap: (app: string) =>
      type([...runbook.take('npx cdk bootstrap'), '--app', app, '--no-notices', '--ci'], 180),
    /**
     * Deploys every stack of an assembly with the command that ends in `rest`; answers the service's outputs.
     */
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

/** Runs operators' commands: the runbook's by their beginning, others as given. */
export function createOps({ env }: MiniStack, directory: string, runbook: Runbook) {
  const main = join(root, 'infra/ops/main.ts');
  /** Lets commands write their files into the trial's directory. */
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
    /** Runs a command of the runbook, with additions; it has to print what the runbook shows. */
    follow,
  };
}

export type Ops = ReturnType<typeof createOps>;
export type Cdk = ReturnType<typeof createCdk>;
