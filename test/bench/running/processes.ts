import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

export type Process = { pid: number; parent: number; command: string };

/** All processes; none if the system has no `ps`. */
function processes(): Process[] {
  try {
    return execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 1e8 })
      .split('\n')
      .flatMap((line) => {
        const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
        return pid ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
      });
  } catch {
    return [];
  }
}

export const childrenOf = (pid: number): Process[] => processes().filter(({ parent }) => parent === pid);

/** These processes and their descendants. */
export function familyOf(pids: readonly number[]): Process[] {
  const all = processes();
  const family = all.filter(({ pid }) => pids.includes(pid));
  for (const { pid } of family)
    family.push(...all.filter((each) => each.parent === pid && !family.includes(each)));
  return family;
}

/** `postgres` for `postgres: checkpointer`, `node` for `/usr/bin/node start.ts`. */
export const programOf = ({ command }: Process): string => basename(command.split(/[ :]/, 1)[0] ?? '');

const tick = 10;

/** Milliseconds of user and system time of a process and of its ended children, by proc_pid_stat(5). */
export function cpuWithEnded({ pid }: Process): number {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ').slice(11, 15) ?? [];
  return fields.reduce((sum, ticks) => sum + Number(ticks) * tick, 0);
}

/** Resident memory in MB; what several processes share is divided among them. */
export function shareOfMemory({ pid }: Process): number {
  const [, kilobytes = 0] = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`)) ?? [];
  return Number(kilobytes) / 1024;
}

/** Empty if the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
