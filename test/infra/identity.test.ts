import { describe, expect, test } from 'vitest';
import { allFlags, type Synthesised, synth } from './synth.ts';

/**
 * Renaming any of these makes CloudFormation replace it and lose what it holds: data, a secret, messages, an
 * address.
 */
const stateful: Record<string, string[]> = {
  'AWS::DynamoDB::GlobalTable': ['TableCD117FA1'],
  'AWS::SecretsManager::Secret': ['MasterSecretA11BF785'],
  'AWS::KMS::Key': ['Key961B73FD'],
  'AWS::EC2::EIP': ['EgressAddress5BA57CC7'],
  'AWS::ApiGatewayV2::Api': ['FrontApi91359512'],
  'AWS::SNS::Topic': ['MonitoringAlarms66989066', 'MonitoringNotices6CF00610'],
  'AWS::SQS::Queue': [
    'DeliverDeadLetters0C466D42',
    'DeliverQueue9544E50E',
    'FanoutDeadLettersD93EA76E',
    'FanoutQueue35796DF7',
    'PublishDeadLettersCD4087F7',
    'SweepDeadLettersBE53EB73',
  ],
};
const onlyWithFlags = ['AWS::KMS::Key', 'AWS::EC2::EIP'];

/** Properties that would give a resource a fixed name, so that it could be deployed only once. */
const names =
  /^(Table|Queue|Function|Role|Policy|Topic|LogGroup|Alarm|Dashboard|Budget|Bucket|Key|Secret|DeploymentGroup)Name$/;

type Resources = Record<string, { Type: string; Properties?: Record<string, unknown> }>;

const resourcesOf = ({ dataTemplate, serviceTemplate, edgeTemplate }: Synthesised): Resources => ({
  ...dataTemplate.toJSON().Resources,
  ...serviceTemplate.toJSON().Resources,
  ...edgeTemplate?.toJSON().Resources,
});

const idsOf = (resources: Resources, type: string) =>
  Object.keys(resources)
    .filter((id) => resources[id]?.Type === type)
    .sort();

describe('what holds something keeps its logical id', () => {
  test.each(Object.entries(stateful))('%s, with every flag', (type, ids) => {
    expect(idsOf(resourcesOf(synth(allFlags)), type)).toEqual(ids);
  });

  test.each(Object.entries(stateful).filter(([type]) => !onlyWithFlags.includes(type)))(
    '%s, in dev',
    (type, ids) => {
      expect(idsOf(resourcesOf(synth()), type)).toEqual(ids);
    },
  );
});

describe.each([[{}], [allFlags]])('a deployment with %j', (context) => {
  test('is of no account and no region', () => {
    const { dataTemplate, serviceTemplate, data, service } = synth(context);
    const text = JSON.stringify([dataTemplate.toJSON(), serviceTemplate.toJSON()]).replaceAll(
      allFlags.certificateArn,
      '',
    );
    expect(text).not.toMatch(/\b\d{12}\b(?!")|arn:aws:[a-z]+:[a-z]+-[a-z]+-\d/);
    for (const stack of [data, service]) {
      expect([stack.account, stack.region].join()).toMatch(/^\$\{Token.*\$\{Token/);
    }
  });

  test('gives nothing a physical name', () => {
    const resources = resourcesOf(synth(context));
    const named = Object.entries(resources).flatMap(([id, { Type, Properties = {} }]) =>
      Object.entries(Properties)
        .filter(([property, value]) => names.test(property) && typeof value === 'string')
        .filter(([property]) => !(Type === 'AWS::IAM::Policy' && property === 'PolicyName'))
        .map(([property]) => `${id}.${property}`),
    );
    expect(named).toEqual([]);
  });

  test('asks the operator for no parameter and looks nothing up', () => {
    const { dataTemplate, serviceTemplate, app } = synth(context);
    for (const template of [dataTemplate, serviceTemplate]) {
      expect(Object.keys(template.toJSON().Parameters ?? {})).toEqual(['BootstrapVersion']);
    }
    expect(app.synth().manifest.missing).toBeUndefined();
  });
});
