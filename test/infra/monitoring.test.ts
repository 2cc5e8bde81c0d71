import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AlarmName, alarms, anchorOf } from '../../infra/monitoring/alarms.ts';
import { functionNames, functionSettings } from '../../infra/wiring.ts';
import { type Resource, resource, synth } from './synth.ts';

const alarmType = 'AWS::CloudWatch::Alarm';
const alarmNames = Object.keys(alarms) as AlarmName[];
const idOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

let template: Template;
beforeAll(() => {
  template = synth({ watchContact: 'ops@example.org' }).serviceTemplate;
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

/** The longest possible text, with a region such as ap-southeast-5, a console's host, and generated names. */
function lengthAtMost(part: string | object): number {
  if (typeof part === 'string') return part.length;
  const token = JSON.stringify(part);
  if (token.includes('AWS::Region')) return 14;
  return token.includes('FindInMap') ? 28 : 80;
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
    expect(ends).toHaveLength(7);
    expect([...new Set(ends)].sort()).toEqual(watched.sort());
  });

  test('judge deliveries only when there were twenty attempts in the hour', () => {
    expect(JSON.stringify(alarm('DeliveriesFailing'))).toMatch(/>= 20.*"Period":3600/);
  });

  const all = () => Object.values(template.findResources(alarmType)) as Resource[];
  const spoken = ({ Properties }: Resource): string => JSON.stringify(Properties.AlarmDescription);
  const nameOf = (each: Resource) =>
    alarmNames.find((name) => spoken(each).includes(`${anchorOf(name)}"`)) ?? 'none';

  test('each tell the topic of their urgency when they ring and when they stop', () => {
    const topics = Object.keys(template.findResources('AWS::SNS::Topic'));
    const topicOf = { now: /Alarms/, soon: /Notices/ };
    for (const each of all()) {
      const name = nameOf(each);
      if (name === 'none') throw new Error(`An alarm without a section: ${spoken(each)}`);
      const topic = [{ Ref: topics.find((id) => topicOf[alarms[name].urgency].test(id)) }];
      expect(each.Properties).toMatchObject({ AlarmActions: topic, OKActions: topic });
    }
    const urgencies = new Set(all().map((each) => /\[(now|soon)\] dev/.exec(spoken(each))?.[1]));
    expect([...urgencies].sort()).toEqual(['now', 'soon']);
  });

  test('each say who feels what, what to do, the command to run, and addresses that open', () => {
    for (const each of all()) {
      const said = spoken(each);
      const { feels, act, run } = alarms[nameOf(each) as AlarmName];
      expect(said).toContain(JSON.stringify(`${feels} ${act}`).slice(1, -1));
      expect(said).toContain(`Run: ${run} dev`);
      expect(said).toContain('#dashboards/dashboard/",{"Ref":"AWS::StackName"}');
      expect(said).toContain('Query: treaty-tracker-dev/errors');
      expect(said.length).toBeLessThan(1600);
    }
  });

  test.each([
    ['FunctionErrorsFanout', /^Fanout/],
    ['SweepSilent', /^Sweep/],
    ['WatchSilent', /^WatchingWatch/],
    ['DeadLettersWatch', /^WatchingWatch/],
  ])('%s leads to the log that tells more', (id, of) => {
    const log = Object.keys(template.findResources('AWS::Logs::LogGroup')).find((each) => of.test(each));
    const said = JSON.stringify(alarm(id).AlarmDescription);
    expect(said).toContain(`#logsV2:log-groups/log-group/",{"Ref":"${log}"}`);
  });

  test('fit what CloudWatch keeps of a description', () => {
    for (const each of all()) {
      const parts = each.Properties.AlarmDescription as { 'Fn::Join': [string, (string | object)[]] };
      const longest = parts['Fn::Join'][1].map((part) => lengthAtMost(part));
      expect(longest.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(1024);
    }
  });

  test('lead to the runbook where the team reads it', () => {
    const runbookUrl = 'https://git.example.org/tracker/infra/README.md';
    const there = synth({ runbookUrl }).serviceTemplate;
    const [any] = Object.values(there.findResources(alarmType)) as Resource[];
    expect(JSON.stringify(any?.Properties.AlarmDescription)).toContain(`${runbookUrl}#alarm-`);
  });

  test('judge a rate only when enough came, or enough failed', () => {
    const rate = JSON.stringify(alarm('ApiErrors').Metrics);
    expect(rate).toContain('IF(requests >= 20 OR errors >= 5, 100 * errors / requests, 0)');
    expect(JSON.stringify(alarm('FunctionErrorsSweep').Metrics)).toContain(
      'sweep_all >= 20 OR sweep_errors >= 5',
    );
  });

  test('of two stages in one account watch metrics of their own', () => {
    const stageOf = (stage: string) => {
      const { serviceTemplate } = synth({ stage });
      const { Dimensions } = resource(serviceTemplate, alarmType, 'MonitoringSweepSilent').Properties;
      const { Variables } = resource(serviceTemplate, 'AWS::Lambda::Function', 'SweepFunction').Properties
        .Environment as { Variables: Record<string, string> };
      return { Dimensions, reports: Variables.STAGE };
    };
    for (const stage of ['staging', 'prod'])
      expect(stageOf(stage)).toEqual({ Dimensions: [{ Name: 'Stage', Value: stage }], reports: stage });
    const bodies = ['staging', 'prod'].map((stage) =>
      JSON.stringify(resource(synth({ stage }).serviceTemplate, 'AWS::CloudWatch::Dashboard').Properties),
    );
    expect(bodies[0]).not.toContain('Stage\\",\\"prod');
    expect(bodies[0]).toContain('Stage\\",\\"staging');
  });

  test('leave no metric in the dark for lack of an alarm: each kind exists in some deployment', () => {
    const text = JSON.stringify(
      synth({ stage: 'prod', canary: 'true', watchContact: 'ops@example.org' }).serviceTemplate.toJSON(),
    );
    const missing = alarmNames.filter((name) => name !== 'budget' && !text.includes(`${anchorOf(name)}"`));
    expect(missing).toEqual([]);
    expect(text).toContain('AWS::Budgets::Budget');
  });

  test.each(alarmNames)('%s is one sentence on what users feel and one on what to do', (name) => {
    const { feels, act } = alarms[name];
    for (const sentence of [feels, act]) expect(sentence).toMatch(/^[A-Z][^.]*(\.ts[^.]*)?\.$/);
  });

  test.each(alarmNames)('the runbook says of %s what the alarm says, and the command', (name) => {
    const runbook = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');
    const section = runbook.split(`### alarm-${name}\n`)[1]?.split('\n#')[0] ?? '';
    const { feels, act, run, urgency } = alarms[name];
    expect(section.trim().split('\n')).toEqual([`*${urgency}* · ${feels}`, act, `\`${run} prod\``]);
  });

  test('the runbook has a section for each, and for nothing else', () => {
    const runbook = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');
    const headings = [...runbook.matchAll(/<a (?:id|name)="alarm-([a-z-]+)">|^#+ +alarm-([a-z-]+) *$/gm)];
    expect(headings.map(([, anchor, heading]) => anchor ?? heading).sort()).toEqual([...alarmNames].sort());
  });
});
