import type { Store } from '../functions/store/index.ts';
import type { Writing } from '../functions/store/record/commit.ts';
import type { Verdict } from './compare.ts';

export type Report = {
  added: number;
  corrected: number;
  unchanged: number;
  /** Seeds that differ from the record and were left, and why. */
  leftAlone: { seed: string; why: string }[];
};

export const createReport = (): Report => ({ added: 0, corrected: 0, unchanged: 0, leftAlone: [] });

/** What the parts of a load share. */
export type LoadContext = {
  store: Store;
  writing: Writing;
  dryRun: boolean;
  report: Report;
  turn?: (() => Promise<void>) | undefined;
};

/** Does what a verdict says and counts it; writes nothing on a dry run. */
export async function heed(
  { dryRun, report }: LoadContext,
  seed: string,
  verdict: Verdict,
  write: (of: string) => Promise<unknown>,
): Promise<void> {
  if (verdict.verdict === 'unchanged') report.unchanged += 1;
  else if (verdict.verdict === 'leave') report.leftAlone.push({ seed, why: verdict.why });
  else {
    if (!dryRun) await write(verdict.verdict === 'correct' ? verdict.of : '');
    report[verdict.verdict === 'correct' ? 'corrected' : 'added'] += 1;
  }
}
