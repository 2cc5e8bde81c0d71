import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  apiPaths,
  deadLetterRetention,
  functionNames,
  functionSettings,
  logRetentionDays,
  queueSettings,
  routeThrottling,
  schedule,
  streamSettings,
} from '../../../infra/wiring.ts';
import { type Resource, resource, synth } from '../synth.ts';

const lambda = 'AWS::Lambda::Function';
const mapping = 'AWS::Lambda::EventSourceMapping';
const queueNames = ['fanout', 'deliver'] as const;
const idOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const all = (template: Template, type: string) => Object.values(template.findResources(type)) as Resource[];

let template: Template;
beforeAll(() => {
  template = synth().serviceTemplate;
});

describe('functions', () => {
  test.each(functionNames)('%s runs on Node 24 and arm64 with the time and memory of wiring.ts', (name) => {
    expect(resource(template, lambda, `${idOf(name)}Function`).Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: functionSettings[name].timeout,
      MemorySize: functionSettings[name].memory,
      LoggingConfig: { LogFormat: 'JSON' },
    });
  });

  test('are as many as there are folders with a handler', () => {
    template.resourceCountIs(lambda, functionNames.length);
  });

  test('are told where things are, and only those that sign where the master secret is', () => {
    const told = (name: string) => {
      const { Environment } = resource(template, lambda, `${idOf(name)}Function`).Properties;
      return Object.keys((Environment as { Variables: object }).Variables).sort();
    };
    const common = [
      'DELIVER_QUEUE_URL',
      'FANOUT_QUEUE_URL',
      'NODE_OPTIONS',
      'PUBLIC_URL',
      'STAGE',
      'TABLE_NAME',
      'VERSION',
    ];
    const signing = [...common, 'MASTER_SECRET_ARN'].sort();
    const ofSome = { CLIENT_READ_UNITS: ['api', 'pages'], SUBSCRIPTIONS_PER_DOMAIN: ['api'] };
    expect(functionNames.filter((name) => told(name).includes('MASTER_SECRET_ARN'))).toEqual([
      'api',
      'deliver',
    ]);
    for (const name of functionNames)
      expect([common, signing]).toContainEqual(told(name).filter((one) => !(one in ofSome)));
    for (const [one, names] of Object.entries(ofSome))
      expect(functionNames.filter((name) => told(name).includes(one))).toEqual(names);
  });

  test('never reserve concurrency, which a new account does not have to give', () => {
    for (const each of all(template, lambda))
      expect(each.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('log into groups of their own that forget after the retention', () => {
    const groups = all(template, 'AWS::Logs::LogGroup');
    expect(groups).toHaveLength(functionNames.length + 1);
    for (const group of groups) expect(group.Properties.RetentionInDays).toBe(logRetentionDays);
  });
});

describe('the stream', () => {
  test('wakes publish for new change items only, with the settings of wiring.ts', () => {
    const { Properties: source } = resource(template, mapping, 'PublishStream');
    expect(source).toMatchObject({
      BatchSize: streamSettings.batchSize,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: streamSettings.retryAttempts,
      MaximumRecordAgeInSeconds: streamSettings.maxRecordAge,
      ParallelizationFactor: streamSettings.parallelizationFactor,
      StartingPosition: streamSettings.startingPosition,
    });
    const { Filters } = source.FilterCriteria as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'CHANGE#' }] } } } },
    ]);
  });

  test('gives up within the day that the stream remembers, and says where', () => {
    expect(streamSettings.maxRecordAge).toBeLessThan(24 * 3600);
    template.hasResourceProperties(mapping, {
      DestinationConfig: {
        OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^PublishDeadLetters'), 'Arn'] } },
      },
    });
  });
});

describe('queues', () => {
  test.each(queueNames)('%s hides a message six times as long as its function may take', (name) => {
    const { Properties: queue } = resource(template, 'AWS::SQS::Queue', `${idOf(name)}Queue`);
    const reader = resource(template, lambda, `${idOf(name)}Function`).Properties;
    expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Number(reader.Timeout));
    expect(queue).toMatchObject({
      MessageRetentionPeriod: queueSettings[name].retention,
      RedrivePolicy: {
        maxReceiveCount: queueSettings[name].maxReceiveCount,
        deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(`^${idOf(name)}DeadLetters`), 'Arn'] },
      },
    });
  });

  test.each(queueNames)('%s is read with the settings of wiring.ts', (name) => {
    expect(resource(template, mapping, `${idOf(name)}Jobs`).Properties).toMatchObject({
      BatchSize: queueSettings[name].batchSize,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: queueSettings[name].maxConcurrency },
    });
  });

  test('are encrypted and refuse plain http', () => {
    const queues = template.findResources('AWS::SQS::Queue');
    const policies = JSON.stringify(all(template, 'AWS::SQS::QueuePolicy'));
    for (const [id, queue] of Object.entries(queues)) {
      expect(queue.Properties.SqsManagedSseEnabled).toBe(true);
      expect(policies).toContain(id);
    }
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(Object.keys(queues).length);
  });

  test('of dead letters keep them as long as SQS can', () => {
    const dead = Object.entries(template.findResources('AWS::SQS::Queue')).filter(([id]) =>
      /DeadLetters/.test(id),
    );
    expect(dead).toHaveLength(4);
    for (const [, queue] of dead) expect(queue.Properties.MessageRetentionPeriod).toBe(deadLetterRetention);
  });
});

describe('the sweep', () => {
  const deadLetters = { 'Fn::GetAtt': [Match.stringLikeRegexp('^SweepDeadLetters'), 'Arn'] };

  test('runs every minute, and a call that does not arrive is kept', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SweepFunction'), 'Arn'] },
        DeadLetterConfig: { Arn: deadLetters },
        RetryPolicy: { MaximumRetryAttempts: schedule.retryAttempts },
      },
    });
  });

  test('that fails after it was called is kept as well', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: { OnFailure: { Destination: deadLetters } },
      MaximumRetryAttempts: schedule.retryAttempts,
    });
  });
});

describe('the front', () => {
  test('limits each route, and everything together', () => {
    const { Properties: stage } = resource(template, 'AWS::ApiGatewayV2::Stage');
    expect(stage.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
    expect(Object.keys(stage.RouteSettings as object)).toEqual(Object.keys(routeThrottling));
  });

  test('leads what is the API’s to its function, and every other path, known or not, to the pages', () => {
    const routes = all(template, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties);
    const toApi = apiPaths.flatMap((path) => [`ANY ${path}`, `ANY ${path}/{proxy+}`]);
    const keys = routes.map(({ RouteKey }) => String(RouteKey));
    expect(keys.sort()).toEqual(['$default', ...toApi, ...Object.keys(routeThrottling)].sort());
    const targets = Map.groupBy(routes, ({ Target }) => JSON.stringify(Target));
    expect([...targets.values()].map((all) => all.length).sort()).toEqual([1, keys.length - 1].sort());
    template.resourceCountIs('AWS::ApiGatewayV2::Integration', 2);
  });

  test('logs requests as JSON, without the address or the device of who asked', () => {
    const { AccessLogSettings } = resource(template, 'AWS::ApiGatewayV2::Stage').Properties;
    const { Format } = AccessLogSettings as { Format: string };
    expect(JSON.parse(Format)).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
    expect(Format).not.toMatch(/identity|sourceIp|userAgent|authorizer/i);
  });
});

describe('the stack', () => {
  test('says where everything is', () => {
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual([
      'AlarmTopicArn',
      'ApiUrl',
      'DashboardUrl',
      'DeliverDeadLettersUrl',
      'DeliverQueueUrl',
      'FanoutDeadLettersUrl',
      'FanoutQueueUrl',
      'MasterSecretArn',
      'NoticeTopicArn',
      'PublishDeadLettersUrl',
      'SweepDeadLettersUrl',
      'TableName',
      'Version',
    ]);
  });

  test('serves a restored table when it is named, and reads its stream', () => {
    const tableStreamArn =
      'arn:aws:dynamodb:eu-west-1:111122223333:table/restored/stream/2026-11-23T00:00:00.000';
    const restored = synth({ tableName: 'restored', tableStreamArn }).serviceTemplate;
    expect(resource(restored, mapping, 'PublishStream').Properties.EventSourceArn).toBe(tableStreamArn);
    restored.hasOutput('TableName', { Value: 'restored' });
    const policy = JSON.stringify(resource(restored, 'AWS::IAM::Policy', 'ApiRole'));
    expect(policy).toContain(':table/restored"');
    expect(policy).toContain(':table/restored/index/byOwner"');
    expect(JSON.stringify(restored.toJSON())).not.toMatch(/GetAttTable|RefTable/);
  });
});
