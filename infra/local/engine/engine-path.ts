import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { Refusal } from '../refusal.ts';

/** The version of dynoxide that the project was tried with; no other was. */
export const triedEngine = '1.2.1';

const require = createRequire(import.meta.url);

const thisPlatform = `${process.platform}-${process.arch}`;

/**
 * The embedded engine's binary: the one that DYNOXIDE names, or else this platform's optional dependency, or
 * else `dynoxide` on the PATH. @throws Refusal that says how to get one
 */
export function enginePath(
  platform = thisPlatform,
  env: Record<string, string | undefined> = process.env,
): string {
  const path = env.DYNOXIDE ? requireProgram(env.DYNOXIDE) : (packaged(platform) ?? onPath(env.PATH ?? ''));
  if (path) return path;
  throw new Refusal(
    `No embedded database for ${platform}: set DYNAMODB_ENDPOINT to any DynamoDB, ` +
      'for example DYNAMODB_ENDPOINT=http://127.0.0.1:8000 for DynamoDB Local; or put dynoxide on the PATH, or name it ' +
      `with DYNOXIDE=path (tried with ${triedEngine}: cargo install dynoxide-rs --version ${triedEngine}, ` +
      `npm install --global dynoxide@${triedEngine}, brew install nubo-db/tap/dynoxide, ` +
      'or a release of https://github.com/nubo-db/dynoxide)',
  );
}

function requireProgram(path: string): string {
  if (isProgram(path)) return path;
  throw new Refusal(`DYNOXIDE is the path of dynoxide, a program; "${path}" is none`);
}

function packaged(platform: string): string | undefined {
  try {
    const path = join(dirname(require.resolve(`@dynoxide/${platform}/package.json`)), 'dynoxide');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function onPath(directories: string): string | undefined {
  const name = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  return directories
    .split(delimiter)
    .filter(Boolean)
    .map((directory) => join(directory, name))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
