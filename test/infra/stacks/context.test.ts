import { describe, expect, test } from 'vitest';
import { ContextError, readStage } from '../../../infra/stacks/context.ts';

const version = '1.2.3';
const certificateArn = 'arn:aws:acm:eu-central-1:111122223333:certificate/0f1e2d3c';
const domain = { customDomain: 'treaties.example.org', certificateArn };

const refusal = (context: Record<string, unknown>, region?: string): string => {
  try {
    readStage(context, { version, region });
  } catch (error) {
    if (error instanceof ContextError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('context', () => {
  test('that says nothing means the dev stage with every flag off', () => {
    expect(readStage({}, { version })).toMatchObject({
      name: 'dev',
      version,
      protect: false,
      edge: false,
      xray: false,
      customerKey: false,
      canary: false,
      staticEgress: false,
      domain: undefined,
      restoredTable: undefined,
      alarmEmail: undefined,
    });
  });

  test('raises how many subscriptions one registrable domain may have', () => {
    expect(readStage({ stage: 'prod' }, { version }).subscriptionsPerDomain).toBe(20);
    const raised = { stage: 'prod', subscriptionsPerDomain: '50' };
    expect(readStage(raised, { version }).subscriptionsPerDomain).toBe(50);
  });

  test("of the CDK's own is none of our business", () => {
    expect(readStage({ '@aws-cdk/core:x': true, 'aws:cdk:y': [], stage: 'prod' }, { version }).name).toBe(
      'prod',
    );
  });

  test('may say true as the command line does and as cdk.json does', () => {
    expect(readStage({ xray: 'true', canary: true }, { version })).toMatchObject({
      xray: true,
      canary: true,
    });
  });

  test('names a restored table with its stream', () => {
    const tableStreamArn =
      'arn:aws:dynamodb:eu-west-1:111122223333:table/restored/stream/2026-11-23T00:00:00.000';
    expect(readStage({ tableName: 'restored', tableStreamArn }, { version }).restoredTable).toEqual({
      name: 'restored',
      streamArn: tableStreamArn,
    });
  });

  test.each([
    [{ stage: 'production' }, /no stage "production": pass -c stage=dev/],
    [{ stage: 'toString' }, /no stage "toString"/],
    [{ stage: '' }, /-c stage= is empty/],
    [{ custmDomain: 'x.org' }, /no context key "custmDomain": remove it or use one of stage, .*customDomain/],
    [{ edge: 'yes' }, /-c edge=yes is neither true nor false/],
    [{ monthlyBudget: '-5' }, /not a whole number of US dollars/],
    [{ subscriptionsPerDomain: '0' }, /not a whole number from 1 to 99999/],
    [{ alarmEmail: 'ops' }, /not an e-mail address/],
    [{ customDomain: 'treaties.example.org' }, /needs -c certificateArn= as well/],
    [{ certificateArn }, /needs -c customDomain= as well/],
    [{ ...domain, customDomain: 'https://x.org' }, /not a host name/],
    [{ ...domain, customDomain: '192.0.2.1' }, /not a host name/],
    [
      { ...domain, certificateArn: 'arn:aws:iam::111122223333:server-certificate/x' },
      /not an ACM certificate/,
    ],
    [{ ...domain, edge: 'true' }, /is in eu-central-1, but CloudFront reads certificates in us-east-1 only/],
    [{ tableName: 'restored' }, /needs -c tableStreamArn= as well/],
    [{ tableName: 'restored', tableStreamArn: 'arn:aws:dynamodb:x' }, /not a stream of table restored/],
    [
      {
        tableName: 'restored',
        tableStreamArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/other/stream/2026-11-23T00:00:00.000',
      },
      /not a stream of table restored/,
    ],
  ])('%j is refused in one line that says what to do', (context, message) => {
    const answer = refusal(context);
    expect(answer).toMatch(message);
    expect(answer).not.toContain('\n');
  });

  test('with a certificate of another region than the deployment is refused', () => {
    expect(refusal(domain, 'eu-west-1')).toMatch(/is in eu-central-1, but this deployment is in eu-west-1/);
    expect(refusal(domain, 'eu-central-1')).toBe('accepted');
    expect(refusal(domain)).toBe('accepted');
  });
});
