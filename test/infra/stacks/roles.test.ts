import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { consumes, flagPermissions, logs, permissions } from '../../../infra/stacks/permissions.ts';
import { type FunctionName, functionNames } from '../../../infra/wiring.ts';
import { type Resource, resource, synth } from '../synth.ts';

type Statement = { Action: string | string[]; Resource: unknown; Effect: string };

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
const idOf = (name: FunctionName) => name.charAt(0).toUpperCase() + name.slice(1);

function statements(policy: Resource): Statement[] {
  return (policy.Properties.PolicyDocument as { Statement: Statement[] }).Statement;
}

/** `action on resource`, one per pair; the resource by its logical id or literal. */
function pairs(template: Template, name: FunctionName): string[] {
  const policy = resource(template, 'AWS::IAM::Policy', `${idOf(name)}Role`);
  return statements(policy)
    .flatMap(({ Action, Resource: on }) =>
      list(Action).flatMap((action) => list(on).map((each) => `${action} on ${label(each)}`)),
    )
    .sort();
}

function label(arn: unknown): string {
  const text = JSON.stringify(arn);
  const index = /\/index\/(\w+)/.exec(text)?.[1];
  if (index !== undefined) return `index ${index}`;
  if (text.includes('StreamArn')) return 'stream';
  if (text.includes('MasterSecret')) return 'secret';
  if (text.includes('GetAttTable')) return 'table';
  const id = /"Fn::GetAtt":\["(\w+)[0-9A-F]{8}"/.exec(text)?.[1];
  return id ?? text;
}

const ownSources: Record<FunctionName, string[]> = {
  api: [],
  pages: [],
  publish: [
    ...consumes.stream.map((action) => `${action} on stream`),
    'sqs:SendMessage on PublishDeadLetters',
  ],
  fanout: consumes.queue.map((action) => `${action} on FanoutQueue`),
  deliver: consumes.queue.map((action) => `${action} on DeliverQueue`),
  sweep: ['sqs:SendMessage on SweepDeadLetters'],
};

/** What infra/stacks/permissions.ts says, in the form of `pairs`. */
function expected(name: FunctionName): string[] {
  const { table, indexes, sends, measures, secret } = permissions[name];
  return [
    ...new Set([
      ...logs.map((action) => `${action} on ${idOf(name)}Log`),
      ...table.map((action) => `${action} on table`),
      ...indexes.map((index) => `dynamodb:Query on index ${index}`),
      ...sends.map((queue) => `sqs:SendMessage on ${idOf(queue)}Queue`),
      ...measures.map((queue) => `sqs:GetQueueAttributes on ${idOf(queue)}Queue`),
      ...(secret ? ['secretsmanager:GetSecretValue on secret'] : []),
      ...ownSources[name],
    ]),
  ].sort();
}

describe('roles', () => {
  let template: Template;
  beforeAll(() => {
    template = synth().serviceTemplate;
  });

  test.each(functionNames)(
    '%s may do exactly what permissions.ts lists, on exactly those resources',
    (name) => {
      expect(pairs(template, name)).toEqual(expected(name));
    },
  );

  test('the scheduler may start the sweep and fill its dead-letter queue, for this account alone', () => {
    const policy = resource(template, 'AWS::IAM::Policy', 'SchedulerRole');
    expect(statements(policy).map(({ Action }) => Action)).toEqual([
      'lambda:InvokeFunction',
      'sqs:SendMessage',
    ]);
    const role = JSON.stringify(resource(template, 'AWS::IAM::Role', 'SchedulerRole').Properties);
    expect(role).toContain('aws:SourceAccount');
  });

  test('nothing is allowed with a wildcard, in an action or a resource', () => {
    for (const policy of Object.values(template.findResources('AWS::IAM::Policy'))) {
      for (const { Action, Resource: on } of statements(policy as Resource)) {
        expect(JSON.stringify([Action, on])).not.toContain('*');
      }
    }
  });

  test('no role carries a managed policy and no two functions share a role', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role')) as Resource[];
    expect(roles).toHaveLength(functionNames.length + 1);
    for (const role of roles) expect(role.Properties.ManagedPolicyArns).toBeUndefined();
    const used = Object.values(template.findResources('AWS::Lambda::Function')).map((each) =>
      JSON.stringify((each as Resource).Properties.Role),
    );
    expect(new Set(used).size).toBe(functionNames.length);
  });

  test('traces and a fixed address are the only things allowed without a resource, where AWS knows none', () => {
    const flagged = synth({ xray: 'true', staticEgress: 'true' }).serviceTemplate;
    const everywhere = (name: FunctionName) =>
      pairs(flagged, name)
        .filter((pair) => pair.endsWith('on "*"'))
        .map((pair) => pair.split(' ')[0])
        .sort();
    const { xray, staticEgress } = flagPermissions;
    expect(everywhere('api')).toEqual([...xray].sort());
    expect(everywhere('deliver')).toEqual([...staticEgress, ...xray].sort());
  });
});
