import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

const use = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * One key for table, queues, secret, logs and alarms. Its policy names services, so no role changes with it.
 */
export function createCustomerKey(scope: Construct): Key {
  const stack = Stack.of(scope);
  const key = new Key(scope, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
  for (const statement of [throughServices(stack), fromAlarms(stack), fromLogs(stack)]) {
    key.addToResourcePolicy(statement);
  }
  return key;
}

/**
 * Lets whoever may use these services' resources use the key through them, and nobody else.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
function throughServices({ account, region, urlSuffix }: Stack): PolicyStatement {
  const services = ['dynamodb', 'sqs', 'secretsmanager', 'sns'];
  const via = services.map((service) => `${service}.${region}.${urlSuffix}`);
  return new PolicyStatement({
    sid: 'ThroughServicesOfThisAccount',
    principals: [new AnyPrincipal()],
    actions: [...use, 'kms:Encrypt', 'kms:DescribeKey', 'kms:CreateGrant'],
    resources: ['*'],
    conditions: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': via } },
  });
}

/** Lets CloudWatch and Budgets use the key, because they encrypt what they tell a topic. */
export const fromAlarms = ({ account }: Stack): PolicyStatement =>
  new PolicyStatement({
    sid: 'AlarmsToTopic',
    principals: ['cloudwatch', 'budgets'].map((service) => new ServicePrincipal(`${service}.amazonaws.com`)),
    actions: use,
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': account } },
  });

function fromLogs(stack: Stack): PolicyStatement {
  const groups = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new PolicyStatement({
    sid: 'Logs',
    principals: [new ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
    actions: [...use, 'kms:Encrypt', 'kms:DescribeKey'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
  });
}
