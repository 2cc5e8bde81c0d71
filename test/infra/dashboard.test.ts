import { readdirSync, readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { metricUnits } from '../../functions/lib/metric.ts';
import { functionNames } from '../../infra/wiring.ts';
import { type Resource, resource, synth } from './synth.ts';

let template: Template;
beforeAll(() => {
  template = synth().serviceTemplate;
});

describe.each(['Alarms', 'Notices'])('the topic %s', (topic) => {
  test('is encrypted with a key that CloudWatch may use', () => {
    const { KmsMasterKeyId } = resource(template, 'AWS::SNS::Topic', `Monitoring${topic}`).Properties;
    const [key] = Object.entries(template.findResources('AWS::KMS::Key'));
    expect(JSON.stringify(KmsMasterKeyId)).toContain(key?.[0]);
    expect(JSON.stringify(key)).toContain('cloudwatch.amazonaws.com');
  });

  test('takes messages from the alarms and budgets of this account, over TLS', () => {
    const policy = JSON.stringify(
      resource(template, 'AWS::SNS::TopicPolicy', `Monitoring${topic}`).Properties,
    );
    expect(policy).toContain('"aws:SecureTransport":"false"');
    expect(policy).toContain('cloudwatch.amazonaws.com');
    expect(policy).toContain('aws:SourceAccount');
  });
});

/** The metrics in the functions' code, by the names in its calls. */
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

describe('beside the logs', () => {
  test('the questions of an incident are saved, each over the logs that can answer it', () => {
    const saved = Object.values(template.findResources('AWS::Logs::QueryDefinition')) as Resource[];
    const names = saved.map(({ Properties }) => String(Properties.Name)).sort();
    expect(names).toEqual(
      ['errors', 'one change', 'one subscription', 'refused requests', 'slow invocations'].map(
        (name) => `treaty-tracker-dev/${name}`,
      ),
    );
    for (const { Properties } of saved)
      expect((Properties.LogGroupNames as unknown[]).length).toBe(
        /refused/.test(String(Properties.Name)) ? 1 : functionNames.length,
      );
  });
});

describe('the dashboard', () => {
  test('shows the last errors of every function', () => {
    const body = JSON.stringify(resource(template, 'AWS::CloudWatch::Dashboard').Properties);
    expect(body).toContain('Last errors');
    expect(body).toContain('limit 50');
  });

  test('shows every metric of the list, and each is reported by a function', () => {
    const { serviceTemplate } = synth({ stage: 'prod', watchContact: 'ops@example.org' });
    const body = JSON.stringify(resource(serviceTemplate, 'AWS::CloudWatch::Dashboard').Properties);
    const shown = new Set([...body.matchAll(/TreatyRatificationTracker\W+(\w+)/g)].map(([, name]) => name));
    const listed = Object.keys(metricUnits).sort();
    expect([...shown].sort()).toEqual(listed);
    expect(reported()).toEqual(expect.arrayContaining(listed));
  });
});
