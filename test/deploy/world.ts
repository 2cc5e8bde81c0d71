import { type Cdk, createCdk, createOps, type Ops } from './deploying/cdk.ts';
import type { MiniStack } from './deploying/ministack.ts';
import type { Runbook } from './runbook.ts';
import type { Steps } from './steps.ts';

export type Told = { steps: Steps; stack: MiniStack; directory: string };

/** What every chapter of the story needs. */
export type World = Told & { cdk: Cdk; ops: Ops };

export const createWorld = (told: Told, runbook: Runbook): World => ({
  ...told,
  cdk: createCdk(told.stack, told.directory, runbook),
  ops: createOps(told.stack, told.directory, runbook),
});
