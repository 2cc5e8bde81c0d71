/** One thing wrong in a seed file: which file, where in it (JSON pointer), and why. */
export type SeedFault = { file: string; pointer: string; reason: string };

/** Takes a fault down, to be told with all others. */
export type Report = (file: string, pointer: string, reason: string) => void;

/** Seed files that cannot be loaded: everything that is wrong, once each, a line apiece. */
export class SeedError extends Error {
  override name = 'SeedError';
  readonly faults: readonly SeedFault[];

  constructor(faults: readonly SeedFault[]) {
    super(faults.map(({ file, pointer, reason }) => `seeds/${file}#${pointer}: ${reason}`).join('\n'));
    this.faults = faults;
  }
}

/** The refusal for one fault. */
export const seedFault = (file: string, pointer: string, reason: string): SeedError =>
  new SeedError([{ file, pointer, reason }]);

/** Gathers faults. */
export function createFaults(): { report: Report; refuse: () => void } {
  const faults = new Map<string, SeedFault>();
  return {
    report: (file, pointer, reason) => faults.set(`${file}#${pointer}: ${reason}`, { file, pointer, reason }),
    /** @throws SeedError where there are any */
    refuse: () => {
      if (faults.size > 0) throw new SeedError([...faults.values()]);
    },
  };
}
