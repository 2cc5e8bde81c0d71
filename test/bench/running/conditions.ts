import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';

export const loadNow = (): string => loadavg()[0]?.toFixed(1) ?? '';

/** The line below a table: when, what and where was measured. */
export function conditions(loadBefore: string): string {
  const [first] = cpus();
  const machine = `${cpus().length} × ${first?.model ?? process.arch}, load ${loadBefore} before and ${loadNow()} after`;
  return `${new Date().toISOString()}, ${revision()}, Node ${process.version}, ${machine}`;
}

function revision(): string {
  try {
    return `commit ${execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()}`;
  } catch {
    return 'no commit';
  }
}
