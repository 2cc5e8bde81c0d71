import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { addTracker, type Tracker } from '../../infra/stacks/tracker.ts';

export type Resource = { Type: string; Properties: Record<string, unknown>; [attribute: string]: unknown };
export type Synthesised = Tracker & {
  app: App;
  dataTemplate: Template;
  serviceTemplate: Template;
  edgeTemplate: Template | undefined;
};

const settings = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));

type Context = Record<string, unknown>;

/** An app with the flags of cdk.json that bundles nothing, so it is built at once. */
export function newApp(context: Context = {}, { isLinted = true } = {}): App {
  return new App({
    outdir: mkdtempSync(join(tmpdir(), 'cdk-')),
    context: { ...settings.context, 'aws:cdk:bundling-stacks': [], ...context },
    builtinCloudFormationValidation: isLinted,
  });
}

const made = new Map<string, Synthesised>();

/**
 * The stacks of `-c key=value …`, synthesised once per worker for each context. CloudFormation's linter, five
 * times slower than all else, looks at them in practices.test.ts only.
 */
export function synth(context: Context = {}): Synthesised {
  const key = JSON.stringify(context);
  const known = made.get(key) ?? synthesised(newApp(context, { isLinted: false }));
  made.set(key, known);
  return known;
}

export function synthesised(app: App): Synthesised {
  const tracker = addTracker(app);
  const { data, service, edge } = tracker;
  return {
    ...tracker,
    app,
    dataTemplate: Template.fromStack(data),
    serviceTemplate: Template.fromStack(service),
    edgeTemplate: edge && Template.fromStack(edge),
  };
}

/** The only resource of a type whose logical id begins so. */
export function resource(template: Template, type: string, idPrefix = ''): Resource {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(idPrefix));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} of ${type} begin with "${idPrefix}"`);
  return only[1] as Resource;
}

export const allFlags = {
  stage: 'prod',
  edge: 'true',
  xray: 'true',
  customerKey: 'true',
  canary: 'true',
  staticEgress: 'true',
  alarmEmail: 'ops@example.org',
  customDomain: 'treaties.example.org',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c',
};
