import type { Chance } from '../chance.ts';
import { Crashed, type Run } from './steps.ts';

/** Counts what goes wrong, by kind, from the simulation's beginning until it heals. */
export type Faults = {
  /** Whether this fault is to happen now. */
  strike(kind: string, probability: number): boolean;
  total(): number;
  counts(): Record<string, number>;
  begin(): void;
  heal(): void;
};

export function createFaults(chance: Chance): Faults {
  const counts: Record<string, number> = {};
  let isOn = false;
  return {
    strike: (kind, probability) => {
      if (!isOn || !chance.in(probability)) return false;
      counts[kind] = (counts[kind] ?? 0) + 1;
      return true;
    },
    total: () => Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts: () => Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))),
    begin: () => {
      isOn = true;
    },
    heal: () => {
      isOn = false;
    },
  };
}

/** The weight of an invocation. A sweep has many similar steps, so each is hit less often. */
const weightOf = ({ name }: Run): number => (name === 'sweep' ? 0.4 : 1);

/** Takes a step that may be refused, lose its answer, or be the invocation's last. */
export async function perilous<T>(
  faults: Faults,
  run: Run,
  what: string,
  take: () => Promise<T>,
): Promise<T> {
  const weight = weightOf(run);
  if (faults.strike(`${what}: crash before`, 0.008 * weight)) throw crash(run);
  if (faults.strike(`${what}: refused`, 0.012 * weight)) throw struck(run, refusal());
  const answer = await take();
  if (faults.strike(`${what}: crash after`, 0.008 * weight)) throw crash(run);
  if (faults.strike(`${what}: answer lost`, 0.008 * weight)) throw struck(run, new Error('socket hang up'));
  return answer;
}

export function crash(run: Run): Crashed {
  run.crashed = true;
  return struck(run, new Crashed(run.name));
}

export function struck<E extends Error>(run: Run, error: E): E {
  run.struck++;
  return error;
}

const refusal = (): Error => Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
