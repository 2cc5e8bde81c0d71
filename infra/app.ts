import { App } from 'aws-cdk-lib/core';
import { entryFileOf } from './bundle/bundling.ts';
import { releaseOf } from './release.ts';
import { ContextError } from './stacks/context.ts';
import { addTracker, stageOf } from './stacks/tracker.ts';
import { functionNames } from './wiring.ts';

/** `cdk synth`, `cdk deploy`: see infra/README.md. */
try {
  const app = new App({ autoSynth: false });
  const config = stageOf(app, releaseOf());
  for (const name of functionNames) entryFileOf(name);
  addTracker(app, config);
  app.synth();
} catch (error) {
  if (!(error instanceof ContextError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
