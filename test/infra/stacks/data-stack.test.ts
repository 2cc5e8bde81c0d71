import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../../functions/store/schema.ts';
import { resource, synth } from '../synth.ts';

const table = 'AWS::DynamoDB::GlobalTable';

describe('the table', () => {
  let template: Template;
  beforeAll(() => {
    template = synth().dataTemplate;
  });

  test('has the keys, stream, expiry and indexes that the store reads', () => {
    const { Properties: of } = resource(template, table);
    expect(of.KeySchema).toEqual([
      { AttributeName: schema.partitionKey, KeyType: 'HASH' },
      { AttributeName: schema.sortKey, KeyType: 'RANGE' },
    ]);
    expect(of.StreamSpecification).toEqual({ StreamViewType: schema.stream });
    expect(of.TimeToLiveSpecification).toEqual({ AttributeName: schema.timeToLive, Enabled: true });
    const indexes = of.GlobalSecondaryIndexes as { IndexName: string }[];
    expect(indexes.map(({ IndexName }) => IndexName)).toEqual(Object.keys(schema.indexes));
  });

  test('is paid by request, with a fuse on the table and on each index', () => {
    const { Properties: of } = resource(template, table);
    expect(of.BillingMode).toBe('PAY_PER_REQUEST');
    const text = JSON.stringify(of);
    const fuses = 1 + Object.keys(schema.indexes).length;
    expect(text.match(/"MaxReadRequestUnits":200/g)).toHaveLength(fuses);
    expect(text.match(/"MaxWriteRequestUnits":200/g)).toHaveLength(fuses);
  });

  test('can be thrown away in dev', () => {
    expect(resource(template, table)).toMatchObject({ DeletionPolicy: 'Delete' });
    template.hasResourceProperties(table, {
      Replicas: [Match.objectLike({ DeletionProtectionEnabled: false })],
    });
  });

  test('survives everything in prod: deletion, replacement, and the last 35 days', () => {
    const { data, service, dataTemplate } = synth({ stage: 'prod' });
    expect(resource(dataTemplate, table)).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    dataTemplate.hasResourceProperties(table, {
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    });
    expect([data.terminationProtection, service.terminationProtection]).toEqual([true, true]);
  });

  test('of staging can be restored too', () => {
    synth({ stage: 'staging' }).dataTemplate.hasResourceProperties(table, {
      Replicas: [
        Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
      ],
    });
  });
});

describe('the master secret', () => {
  test.each(['dev', 'staging', 'prod'])('is made by AWS and outlives the stack in %s', (stage) => {
    const secret = resource(synth({ stage }).dataTemplate, 'AWS::SecretsManager::Secret');
    expect(secret).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(secret.Properties).toHaveProperty('GenerateSecretString');
    expect(secret.Properties).not.toHaveProperty('SecretString');
  });
});
