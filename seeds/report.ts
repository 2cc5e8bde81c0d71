import type { Store } from '../functions/store/index.ts';
import type { Writing } from '../functions/store/record/commit.ts';
import type { SeedPlan } from './planning.ts';

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

/** Does what a plan says and counts it; writes nothing on a dry run. */
export async function carryOut(
  { dryRun, report }: LoadContext,
  seed: string,
  plan: SeedPlan,
  write: (of: string) => Promise<unknown>,
): Promise<void> {
  if (plan.plan === 'unchanged') report.unchanged += 1;
  else if (plan.plan === 'leave') report.leftAlone.push({ seed, why: plan.why });
  else {
    if (!dryRun) await write(plan.plan === 'correct' ? plan.of : '');
    report[plan.plan === 'correct' ? 'corrected' : 'added'] += 1;
  }
}
