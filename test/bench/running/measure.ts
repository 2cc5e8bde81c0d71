/** The value below which `share` of the samples lie, 0.5 for the median; NaN without samples. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** The median, over rounds, of ours divided by theirs, so that passing load hits both. */
export const pairedRatio = (ours: readonly number[], theirs: readonly number[]): number =>
  median(ours.map((sample, round) => sample / (theirs[round] ?? Number.NaN)));

type Contenders = Record<string, () => Promise<number>>;

/** Takes one sample of each contender a round, in an order that rotates. */
export async function interleaved<C extends Contenders>(
  contenders: C,
  rounds: number,
): Promise<Record<keyof C, number[]>> {
  const names: (keyof C)[] = Object.keys(contenders);
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    keyof C,
    number[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    const from = round % names.length;
    for (const name of [...names.slice(from), ...names.slice(0, from)]) {
      const sample = await contenders[name]?.();
      if (sample !== undefined) samples[name].push(sample);
    }
  }
  return samples;
}

/** Milliseconds that a step takes. */
export async function timed(step: () => unknown): Promise<number> {
  const from = performance.now();
  await step();
  return performance.now() - from;
}
