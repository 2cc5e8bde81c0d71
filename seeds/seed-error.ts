/** A fault in a seed file: which file, where in it (JSON pointer), and why. */
export type SeedFault = { file: string; pointer: string; reason: string };

/** Takes down a fault, to be reported with all others. */
export type NoteFault = (file: string, pointer: string, reason: string) => void;

/** Seed files that cannot be loaded; the message is every fault, a line each. */
export class SeedError extends Error {
  override name = 'SeedError';
  readonly faults: readonly SeedFault[];

  constructor(faults: readonly SeedFault[]) {
    super(faults.map(({ file, pointer, reason }) => `seeds/${file}#${pointer}: ${reason}`).join('\n'));
    this.faults = faults;
  }
}

/** The error of a single fault. */
export const seedFault = (file: string, pointer: string, reason: string): SeedError =>
  new SeedError([{ file, pointer, reason }]);

/** Collects faults. */
export function createFaults(): { report: NoteFault; refuse: () => void } {
  const faults = new Map<string, SeedFault>();
  return {
    report: (file, pointer, reason) => faults.set(`${file}#${pointer}: ${reason}`, { file, pointer, reason }),
    /** @throws SeedError if there are any */
    refuse: () => {
      if (faults.size > 0) throw new SeedError([...faults.values()]);
    },
  };
}
