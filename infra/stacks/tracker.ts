import { type App, Tags } from 'aws-cdk-lib/core';
import { packageVersion } from '../release.ts';
import { readStage } from './context.ts';
import { DataStack } from './data-stack.ts';
import { checkPractices } from './nag.ts';
import { EdgeStack } from './network/edge.ts';
import { ServiceStack } from './service-stack.ts';
import type { StageConfig } from './stages.ts';

export type Tracker = {
  config: StageConfig;
  data: DataStack;
  service: ServiceStack;
  edge: EdgeStack | undefined;
};

/** The stage that the app's context names. @throws ContextError if it cannot be deployed */
export const stageOf = (app: App, version = packageVersion()): StageConfig =>
  readStage(app.node.getAllContext(), { version, region: process.env.CDK_DEFAULT_REGION });

/** Adds the stacks of a stage to an app, and the checks on them. */
export function addTracker(app: App, config = stageOf(app)): Tracker {
  const prefix = `TreatyTracker-${config.name}`;
  const edge = config.edge ? new EdgeStack(app, `${prefix}-Edge`, {}) : undefined;
  const data = new DataStack(app, `${prefix}-Data`, { config });
  const service = new ServiceStack(app, `${prefix}-Service`, { config, data, edge });
  Tags.of(app).add('Application', 'treaty-ratification-tracker');
  Tags.of(app).add('Stage', config.name);
  checkPractices(app);
  return { config, data, service, edge };
}
