import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import type { App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { addTracker } from '../../infra/stacks/tracker.ts';
import { allFlags, newApp, synthesised } from './synth.ts';

type Report = { pluginReports: { violations: { ruleName: string }[] }[] };

const reported = (app: App): string[] => {
  const report: Report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  return report.pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
};

const { customDomain, certificateArn } = allFlags;

/** What a stage says besides its flags. */
const noFlags = {
  tableName: 'restored',
  tableStreamArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/restored/stream/2026-11-23T00:00:00.000',
  alarmEmail: 'ops@example.org',
  noticeEmail: 'desk@example.org',
  runbookUrl: 'https://git.example.org/tracker/infra/README.md',
  monthlyBudget: '12',
  subscriptionsPerDomain: '5',
  watchContact: 'ops@example.org',
  watchRecords: 'true',
};

/** The least number of findings, because an empty app is green too. */
const minimum = { data: 2, service: 75 };

describe('rule packs and linter', () => {
  test.each([
    [{}],
    [{ stage: 'staging' }],
    [{ stage: 'prod' }],
    [{ edge: 'true' }],
    [{ xray: 'true' }],
    [{ customerKey: 'true' }],
    [{ canary: 'true' }],
    [{ staticEgress: 'true' }],
    [{ customDomain, certificateArn }],
    [allFlags],
    [{ stage: 'prod', ...noFlags }],
  ])('find nothing in a whole app with %j', (context) => {
    const { app, dataTemplate, serviceTemplate } = synthesised(newApp(context));
    expect(reported(app)).toEqual([]);
    expect(Object.keys(dataTemplate.toJSON().Resources).length).toBeGreaterThanOrEqual(minimum.data);
    expect(Object.keys(serviceTemplate.toJSON().Resources).length).toBeGreaterThanOrEqual(minimum.service);
  });

  test('stop the synthesis of an app in which someone forgot them', () => {
    const app = newApp();
    new Queue(addTracker(app).service, 'Careless');
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS3/);
    expect(reported(app)).toEqual(
      expect.arrayContaining([
        expect.stringMatching('AwsSolutions-SQS3'),
        expect.stringMatching('SQSRedrivePolicy'),
      ]),
    );
  });

  test('include the linter, which knows what CloudFormation would refuse', () => {
    const app = newApp();
    const queue = new Queue(addTracker(app).service, 'Careless').node.defaultChild as CfnQueue;
    queue.addPropertyOverride('VisibilityTimeuot', 1);
    expect(() => app.synth()).toThrow(/VisibilityTimeuot.*Did you mean 'VisibilityTimeout'/);
  });
});
