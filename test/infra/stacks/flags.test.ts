import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { functionNames } from '../../../infra/wiring.ts';
import { allFlags, type Resource, resource, type Synthesised, synth } from '../synth.ts';

const all = (template: Template, type: string) => Object.values(template.findResources(type)) as Resource[];
const lambda = 'AWS::Lambda::Function';
const { customDomain, certificateArn } = allFlags;
const domain = { customDomain, certificateArn };

describe('without flags', () => {
  test.each([
    'AWS::ApiGatewayV2::DomainName',
    'AWS::CloudFront::Distribution',
    'AWS::CodeDeploy::DeploymentGroup',
    'AWS::Lambda::Alias',
    'AWS::EC2::VPC',
    'AWS::EC2::NatGateway',
    'AWS::SNS::Subscription',
    'AWS::Budgets::Budget',
  ])('there is no %s', (type) => {
    const { dataTemplate, serviceTemplate, edge } = synth();
    expect([...all(dataTemplate, type), ...all(serviceTemplate, type)]).toEqual([]);
    expect(edge).toBeUndefined();
  });

  test('nothing is traced', () => {
    for (const each of all(synth().serviceTemplate, lambda))
      expect(each.Properties).not.toHaveProperty('TracingConfig');
  });
});

describe('customDomain', () => {
  let template: Template;
  beforeAll(() => {
    template = synth(domain).serviceTemplate;
  });

  test('is served by the API with its certificate', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: customDomain,
      DomainNameConfigurations: [Match.objectLike({ CertificateArn: certificateArn })],
    });
    template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
  });

  test('is what links and outputs say, with the name that DNS must point to', () => {
    template.hasOutput('ApiUrl', { Value: `https://${customDomain}` });
    template.hasOutput('CustomDomainTarget', {});
    expect(resource(template, lambda, 'ApiFunction').Properties.Environment).toMatchObject({
      Variables: { PUBLIC_URL: `https://${customDomain}` },
    });
  });
});

describe('edge', () => {
  test('puts CloudFront and a firewall made in us-east-1 before the API', () => {
    const { serviceTemplate, edgeTemplate, edge } = synth({ edge: 'true' });
    expect(edge?.region).toBe('us-east-1');
    const { DistributionConfig: of } = resource(serviceTemplate, 'AWS::CloudFront::Distribution').Properties;
    expect(of).toMatchObject({
      WebACLId: { 'Fn::GetStackOutput': { Region: 'us-east-1', OutputName: 'WebAclArn' } },
      DefaultCacheBehavior: {
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: expect.arrayContaining(['POST']),
      },
    });
    edgeTemplate?.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
    expect(JSON.stringify(serviceTemplate.findOutputs('ApiUrl'))).toContain('"DomainName"');
  });

  test('lets bodies through that the managed rules would refuse above 8 KiB', () => {
    expect(JSON.stringify(synth({ edge: 'true' }).edgeTemplate?.toJSON())).toContain(
      '"RuleActionOverrides":[{"ActionToUse":{"Count":{}},"Name":"SizeRestrictions_BODY"}]',
    );
  });

  test('carries the custom domain in place of the API', () => {
    const { serviceTemplate } = synth({ edge: 'true', ...domain });
    serviceTemplate.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
    serviceTemplate.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        Aliases: [customDomain],
        ViewerCertificate: Match.objectLike({
          AcmCertificateArn: certificateArn,
          MinimumProtocolVersion: 'TLSv1.2_2021',
        }),
      }),
    });
  });
});

describe('xray', () => {
  test('traces every function', () => {
    const traced = all(synth({ xray: 'true' }).serviceTemplate, lambda);
    expect(traced).toHaveLength(functionNames.length);
    for (const each of traced) expect(each.Properties.TracingConfig).toEqual({ Mode: 'Active' });
  });
});

describe('customerKey', () => {
  let stacks: Synthesised;
  beforeAll(() => {
    stacks = synth({ customerKey: 'true' });
  });

  test('makes one key that turns and is never deleted with its stack', () => {
    const key = resource(stacks.dataTemplate, 'AWS::KMS::Key');
    expect(key).toMatchObject({ DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
  });

  test('encrypts table, secret, queues, logs and alarms with it', () => {
    stacks.dataTemplate.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [Match.objectLike({ SSESpecification: { KMSMasterKeyId: Match.anyValue() } })],
    });
    expect(resource(stacks.dataTemplate, 'AWS::SecretsManager::Secret').Properties).toHaveProperty(
      'KmsKeyId',
    );
    const encrypted = [
      ['AWS::SQS::Queue', 'KmsMasterKeyId'],
      ['AWS::Logs::LogGroup', 'KmsKeyId'],
      ['AWS::SNS::Topic', 'KmsMasterKeyId'],
    ] as const;
    for (const [type, property] of encrypted) {
      for (const each of all(stacks.serviceTemplate, type)) expect(each.Properties).toHaveProperty(property);
    }
  });

  test('is open to this account through those services only', () => {
    const { KeyPolicy } = resource(stacks.dataTemplate, 'AWS::KMS::Key').Properties;
    const { Statement } = KeyPolicy as {
      Statement: { Sid?: string; Condition?: { StringEquals?: object } }[];
    };
    const shared = Statement.find(({ Sid }) => Sid === 'ThroughServicesOfThisAccount');
    expect(Object.keys(shared?.Condition?.StringEquals ?? {})).toEqual([
      'kms:CallerAccount',
      'kms:ViaService',
    ]);
  });

  test("leaves each role's actions as they are", () => {
    const plain = synth().serviceTemplate.findResources('AWS::IAM::Policy');
    expect(stacks.serviceTemplate.findResources('AWS::IAM::Policy')).toEqual(plain);
  });
});

describe('canary', () => {
  test('shifts a tenth first and rolls back when the API answers with errors', () => {
    const { serviceTemplate: template } = synth({ canary: 'true' });
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      AutoRollbackConfiguration: { Enabled: true, Events: Match.arrayWith(['DEPLOYMENT_STOP_ON_ALARM']) },
      AlarmConfiguration: {
        Enabled: true,
        Alarms: [{ Name: { Ref: Match.stringLikeRegexp('^MonitoringCanaryErrors') } }],
      },
    });
    const uris = all(template, 'AWS::ApiGatewayV2::Integration').map(({ Properties }) =>
      JSON.stringify(Properties.IntegrationUri),
    );
    expect(uris.filter((uri) => uri.includes('"Ref":"Live'))).toHaveLength(1);
  });
});

describe('staticEgress', () => {
  test('sends deliver, and nothing else, through one address that is kept', () => {
    const { serviceTemplate: template } = synth({ staticEgress: 'true' });
    const inside = Object.entries(template.findResources(lambda)).filter(
      ([, { Properties }]) => Properties.VpcConfig,
    );
    expect(inside.map(([id]) => id)).toEqual([expect.stringMatching('^DeliverFunction')]);
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
    expect(resource(template, 'AWS::EC2::EIP')).toMatchObject({ DeletionPolicy: 'Retain' });
    template.hasOutput('EgressAddress', {});
  });
});

test('alarmEmail subscribes an address to the alarms', () => {
  synth({ alarmEmail: 'ops@example.org' }).serviceTemplate.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'ops@example.org',
  });
});

test('monthlyBudget tells the alarm topic at 80 % spent and at 100 % foreseen', () => {
  synth({ monthlyBudget: '12' }).serviceTemplate.hasResourceProperties('AWS::Budgets::Budget', {
    Budget: Match.objectLike({ BudgetLimit: { Amount: 12, Unit: 'USD' }, TimeUnit: 'MONTHLY' }),
    NotificationsWithSubscribers: [
      Match.objectLike({ Notification: Match.objectLike({ NotificationType: 'ACTUAL', Threshold: 80 }) }),
      Match.objectLike({
        Notification: Match.objectLike({ NotificationType: 'FORECASTED', Threshold: 100 }),
      }),
    ],
  });
});
