import { readdirSync, readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AlarmName,
  alarms,
  anchorOf,
  describe as describeAlarm,
} from '../../infra/monitoring/alarms.ts';
import { functionNames, functionSettings } from '../../infra/wiring.ts';
import { type Resource, resource, synth } from './synth.ts';

const alarmType = 'AWS::CloudWatch::Alarm';
const alarmNames = Object.keys(alarms) as AlarmName[];
const idOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

let template: Template;
beforeAll(() => {
  template = synth().serviceTemplate;
});

const alarm = (id: string) => resource(template, alarmType, `Monitoring${id}`).Properties;

/** Every metric of an alarm, `namespace/name`. */
function metrics(properties: Record<string, unknown>): string[] {
  const {
    MetricName,
    Namespace,
    Metrics = [],
  } = properties as {
    MetricName?: string;
    Namespace?: string;
    Metrics?: { MetricStat?: { Metric: { MetricName: string; Namespace: string } } }[];
  };
  if (MetricName !== undefined) return [`${Namespace}/${MetricName}`];
  return Metrics.flatMap(({ MetricStat }) =>
    MetricStat ? [`${MetricStat.Metric.Namespace}/${MetricStat.Metric.MetricName}`] : [],
  );
}

describe('alarms', () => {
  test.each([
    ['ApiErrors', 'AWS/ApiGateway/5xx', { Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' }],
    ['ApiSlow', 'AWS/ApiGateway/Latency', { Threshold: 2000, ExtendedStatistic: 'p99' }],
    ['StreamLate', 'AWS/Lambda/IteratorAge', { Threshold: 300_000, Statistic: 'Maximum' }],
    ['QueueLateFanout', 'AWS/SQS/ApproximateAgeOfOldestMessage', { Threshold: 900 }],
    ['QueueLateDeliver', 'AWS/SQS/ApproximateAgeOfOldestMessage', { Threshold: 900 }],
    ['DeadLettersFanout', 'AWS/SQS/ApproximateNumberOfMessagesVisible', { Threshold: 0 }],
    ['DeadLettersDeliver', 'AWS/SQS/ApproximateNumberOfMessagesVisible', { Threshold: 0 }],
    ['DeadLettersPublish', 'AWS/SQS/ApproximateNumberOfMessagesVisible', { Threshold: 0 }],
    ['DeadLettersSweep', 'AWS/SQS/ApproximateNumberOfMessagesVisible', { Threshold: 0 }],
    ['TableThrottlesIndexes', 'AWS/DynamoDB/WriteThrottleEvents', { Threshold: 0 }],
    ['DeliveriesFailing', 'TreatyRatificationTracker/DeliveriesFailed', { Threshold: 90 }],
    ['DeliveriesOverdue', 'TreatyRatificationTracker/OldestDue', { Threshold: 600, Statistic: 'Maximum' }],
    [
      'SweepSilent',
      'TreatyRatificationTracker/SweepHeartbeat',
      {
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
        EvaluationPeriods: 2,
      },
    ],
  ])('%s watches %s', (id, metric, settings) => {
    expect(metrics(alarm(id))).toContain(metric);
    expect(alarm(id)).toMatchObject({ ComparisonOperator: expect.any(String), ...settings });
  });

  test.each(functionNames)('watch the errors, throttles and duration of %s', (name) => {
    expect(metrics(alarm(`FunctionErrors${idOf(name)}`))).toEqual([
      'AWS/Lambda/Errors',
      'AWS/Lambda/Invocations',
    ]);
    expect(metrics(alarm(`FunctionThrottles${idOf(name)}`))).toEqual(['AWS/Lambda/Throttles']);
    expect(alarm(`FunctionSlow${idOf(name)}`)).toMatchObject({
      ExtendedStatistic: 'p99',
      Threshold: 0.8 * 1000 * functionSettings[name].timeout,
    });
  });

  test('watch every queue in which something that failed can end', () => {
    const resources = Object.values(template.toJSON().Resources) as Resource[];
    const ends = resources.flatMap(({ Properties }) =>
      [
        ...JSON.stringify(Properties ?? {}).matchAll(
          /"(?:Destination|deadLetterTargetArn|DeadLetterConfig":\{"Arn)":\{"Fn::GetAtt":\["(\w+)","Arn"\]/g,
        ),
      ].map(([, id]) => id),
    );
    const watched = resources
      .filter(({ Type, Properties }) => Type === alarmType && Properties.Namespace === 'AWS/SQS')
      .filter(({ Properties }) => Properties.MetricName === 'ApproximateNumberOfMessagesVisible')
      .map(({ Properties }) => /"Fn::GetAtt":\["(\w+)"/.exec(JSON.stringify(Properties.Dimensions))?.[1]);
    expect(ends).toHaveLength(5);
    expect([...new Set(ends)].sort()).toEqual(watched.sort());
  });

  test('judge deliveries only when there were twenty attempts in the hour', () => {
    expect(JSON.stringify(alarm('DeliveriesFailing'))).toMatch(/>= 20.*"Period":3600/);
  });

  test('each tell the one topic when they ring and when they stop, and say what to do and where to read on', () => {
    const topic = [{ Ref: Object.keys(template.findResources('AWS::SNS::Topic'))[0] }];
    const said = Object.values(template.findResources(alarmType)).map((each) => {
      const { Properties } = each as Resource;
      expect(Properties).toMatchObject({ AlarmActions: topic, OKActions: topic });
      return String(Properties.AlarmDescription).replace(/^\w+: /, '');
    });
    const known = alarmNames.map(describeAlarm);
    for (const description of said) expect(known).toContain(description);
  });

  test('leave no metric in the dark for lack of an alarm: each kind exists in some deployment', () => {
    const text = JSON.stringify(synth({ stage: 'prod', canary: 'true' }).serviceTemplate.toJSON());
    const missing = alarmNames.filter((name) => name !== 'budget' && !text.includes(`${anchorOf(name)}"`));
    expect(missing).toEqual([]);
    expect(text).toContain('AWS::Budgets::Budget');
  });

  test.each(alarmNames)('%s is one sentence on what users feel and one on what to do', (name) => {
    for (const sentence of Object.values(alarms[name]))
      expect(sentence).toMatch(/^[A-Z][^.]*(\.ts[^.]*)?\.$/);
  });

  test('the runbook has a section for each, and for nothing else', () => {
    const runbook = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');
    const headings = [...runbook.matchAll(/<a (?:id|name)="alarm-([a-z-]+)">|^#+ +alarm-([a-z-]+) *$/gm)];
    expect(headings.map(([, anchor, heading]) => anchor ?? heading).sort()).toEqual([...alarmNames].sort());
  });
});

describe('the topic', () => {
  test('takes messages from the alarms and budgets of this account, over TLS', () => {
    const policy = JSON.stringify(resource(template, 'AWS::SNS::TopicPolicy').Properties);
    expect(policy).toContain('"aws:SecureTransport":"false"');
    expect(policy).toContain('cloudwatch.amazonaws.com');
    expect(policy).toContain('aws:SourceAccount');
  });
});

/** What the code of the functions reports, by the names in its calls. */
const reported = (): string[] => {
  const functions = new URL('../../functions/', import.meta.url);
  const sources = readdirSync(functions, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const calls = sources.flatMap((path) => [
    ...readFileSync(new URL(path, functions), 'utf8').matchAll(/\.metric\(([^)]*?),/g),
  ]);
  return calls.flatMap(([, names = '']) => [...names.matchAll(/'(\w+)'/g)].map(([, name = '']) => name));
};

describe('the dashboard', () => {
  test('shows no metric that no function reports', () => {
    const body = JSON.stringify(resource(template, 'AWS::CloudWatch::Dashboard').Properties);
    const shown = new Set([...body.matchAll(/TreatyRatificationTracker\W+(\w+)/g)].map(([, name]) => name));
    expect(shown.size).toBe(8);
    expect([...shown].sort()).toEqual([...new Set(reported())].filter((name) => shown.has(name)).sort());
  });

  test('is one, and shows every metric that the functions report', () => {
    const body = JSON.stringify(resource(template, 'AWS::CloudWatch::Dashboard').Properties);
    for (const metric of [
      'ChangesRecorded',
      'DeliveriesOk',
      'DeliveriesFailed',
      'DeliveriesExhausted',
      'DeliveryLag',
      'OldestDue',
      'SubscriptionsDisabled',
      'SweepHeartbeat',
    ]) {
      expect(body).toContain(metric);
    }
  });
});
