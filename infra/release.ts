import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

export const packageVersion = (): string => manifest.version;

/**
 * What is deployed: the version and, if known, the commit as build metadata (Semantic Versioning 2.0.0, item
 * 10). A working tree that differs from its commit is marked.
 */
export function releaseOf(directory = fileURLToPath(new URL('..', import.meta.url))): string {
  const commit = git(directory, 'rev-parse', '--short=10', 'HEAD');
  if (!commit) return packageVersion();
  const isClean = git(directory, 'status', '--porcelain', '--untracked-files=no') === '';
  return `${packageVersion()}+${commit}${isClean ? '' : '.modified'}`;
}

function git(cwd: string, ...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
