import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

const use = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * One key for table, queues, secret, logs and alarms. Its own policy lets these services use it for whoever may use
 * *them*, so that no role changes when the flag is set; `kms:ViaService` keeps everyone else out.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function createCustomerKey(scope: Construct): Key {
  const { account, region } = Stack.of(scope);
  const key = new Key(scope, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
  const via = ['dynamodb', 'sqs', 'secretsmanager', 'sns'].map(
    (service) => `${service}.${region}.amazonaws.com`,
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'ThroughServicesOfThisAccount',
      principals: [new AnyPrincipal()],
      actions: [...use, 'kms:Encrypt', 'kms:DescribeKey', 'kms:CreateGrant'],
      resources: ['*'],
      conditions: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': via } },
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsToTopic',
      principals: ['cloudwatch', 'budgets'].map(
        (service) => new ServicePrincipal(`${service}.amazonaws.com`),
      ),
      actions: use,
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Logs',
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: [...use, 'kms:Encrypt', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': Stack.of(scope).formatArn({
            service: 'logs',
            resource: 'log-group',
            resourceName: '*',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
  return key;
}
