import { cpuWithEnded, familyOf, programOf, shareOfMemory } from './processes.ts';

export type Served = {
  /** Milliseconds of processor time by program. */
  cpu: Map<string, number>;
  /** Peak in MB. */
  memory: number;
};

const apart = 500;

/** Measures what these processes and their descendants take during some work. */
export async function watched(pids: readonly number[], work: () => Promise<unknown>): Promise<Served> {
  const before = cpuByProgram(pids);
  let memory = 0;
  const look = () => {
    const now = familyOf(pids).reduce((sum, each) => sum + shareOfMemory(each), 0);
    memory = Math.max(memory, now);
  };
  const timer = setInterval(look, apart);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  look();
  const after = cpuByProgram(pids);
  const cpu = new Map([...after].map(([program, spent]) => [program, spent - (before.get(program) ?? 0)]));
  return { cpu, memory };
}

function cpuByProgram(pids: readonly number[]): Map<string, number> {
  const spent = new Map<string, number>();
  for (const each of familyOf(pids)) {
    const program = programOf(each);
    spent.set(program, (spent.get(program) ?? 0) + cpuWithEnded(each));
  }
  return spent;
}

export const sumOf = ({ cpu }: Served): number => [...cpu.values()].reduce((sum, each) => sum + each, 0);
