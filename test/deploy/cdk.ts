import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './command.ts';
import { account, type MiniStack, region } from './ministack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'node_modules/aws-cdk/bin/cdk');

export type Outputs = Record<string, string>;

/** The commands of the runbook, word for word, but for the assembly that they are given instead of the app. */
export function createCdk({ env }: MiniStack, directory: string) {
  const cdk = (args: string[], limit: number) =>
    run(process.execPath, [cli, ...args, '--no-notices', '--ci'], { cwd: root, env, limit });
  const assembly = (version: string) => join(directory, `assembly-${version}`);
  return {
    /** Synthesises a version of the stage dev and answers the directory of the assembly. */
    async synth(version: string): Promise<string> {
      const output = assembly(version);
      await mkdir(output, { recursive: true });
      await cdk(['synth', '--quiet', '--output', output, '-c', 'stage=dev', '-c', `version=${version}`], 150);
      return output;
    },
    bootstrap: (app: string) => cdk(['bootstrap', '--app', app, `aws://${account}/${region}`], 120),
    /** Deploys every stack of an assembly and answers the outputs of the service's. */
    async deploy(app: string): Promise<Outputs> {
      const file = join(directory, 'outputs.json');
      await cdk(
        ['deploy', '--app', app, '--all', '--require-approval', 'never', '--outputs-file', file],
        150,
      );
      const outputs: Record<string, Outputs> = JSON.parse(await readFile(file, 'utf8'));
      return outputs['TreatyTracker-dev-Service'] ?? {};
    },
  };
}

/** An operator's command against the stage dev. */
export const createOps =
  ({ env }: MiniStack) =>
  (...args: string[]): Promise<string> =>
    run(process.execPath, ['infra/ops/main.ts', ...args, '--stage', 'dev'], { cwd: root, env, limit: 90 });
