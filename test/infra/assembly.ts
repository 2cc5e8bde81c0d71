import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle } from '../../infra/bundle/bundling.ts';
import type { FunctionName } from '../../infra/wiring.ts';
import { madeOnce } from '../support/laptop/made-once.ts';

const root = new URL('../..', import.meta.url);
const settings = JSON.parse(readFileSync(new URL('cdk.json', root), 'utf8'));

type Ran = { status: number | null; stderr: string };

/** Runs the app as the CDK's command line does, writing into a directory. */
export function runApp(
  outdir: string,
  context: Record<string, unknown> = {},
  surroundings: NodeJS.ProcessEnv = {},
): Ran {
  const env = {
    ...process.env,
    ...surroundings,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...settings.context, ...context }),
  };
  const { status, stderr } = spawnSync(settings.app, { cwd: root, env, shell: true, encoding: 'utf8' });
  return { status, stderr };
}

/** The directory of what the app writes without flags, bundles and all; made once a run, and read only. */
export const assembly = (): Promise<string> =>
  madeOnce('assembly', async (directory) => {
    const { status, stderr } = runApp(directory);
    if (status !== 0) throw new Error(`The app ended with ${status}: ${stderr}`);
  });

type Functions = { Resources: Record<string, { Properties: { Code?: { S3Key?: string } } }> };

/** The directory of a function's bundle as it is deployed. */
export async function bundleDirectory(name: FunctionName): Promise<string> {
  const directory = await assembly();
  const template = readFileSync(join(directory, 'TreatyTracker-dev-Service.template.json'), 'utf8');
  const { Resources }: Functions = JSON.parse(template);
  const prefix = `${name.charAt(0).toUpperCase()}${name.slice(1)}Function`;
  const found = Object.entries(Resources).flatMap(([id, { Properties }]) =>
    id.startsWith(prefix) && Properties.Code?.S3Key ? [Properties.Code.S3Key] : [],
  );
  if (found.length !== 1) throw new Error(`${found.length} functions begin with ${prefix}`);
  return join(directory, `asset.${found[0]?.replace('.zip', '')}`);
}

/** The files of a function's bundle as it is deployed. */
export async function bundled(name: FunctionName): Promise<Bundle[]> {
  const directory = await bundleDirectory(name);
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  return files.map((file) => {
    const path = join(file.parentPath, file.name);
    return { name: path.slice(directory.length + 1), contents: readFileSync(path) };
  });
}
