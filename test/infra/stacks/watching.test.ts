import { beforeAll, describe, expect, test } from 'vitest';
import { readStage } from '../../../infra/stacks/context.ts';
import { type Synthesised, synth } from '../synth.ts';

const surroundings = { version: '0.0.0' };

describe('watchContact', () => {
  let on: Synthesised;
  let off: Synthesised;
  beforeAll(() => {
    on = synth({ stage: 'prod', watchContact: 'ops@example.org' });
    off = synth({ stage: 'prod' });
  }, 240_000);

  const all = ({ serviceTemplate, dataTemplate }: Synthesised, type: string) => [
    ...Object.values(serviceTemplate.findResources(type)),
    ...Object.values(dataTemplate.findResources(type)),
  ];

  test('without it nobody is asked for anything: no function, no clock, no bucket', () => {
    expect(all(on, 'AWS::Lambda::Function').length - all(off, 'AWS::Lambda::Function').length).toBe(1);
    expect(all(on, 'AWS::Scheduler::Schedule').length - all(off, 'AWS::Scheduler::Schedule').length).toBe(1);
    expect(all(off, 'AWS::S3::Bucket')).toHaveLength(0);
    expect(JSON.stringify(off.serviceTemplate.toJSON())).not.toContain('WATCH_CONTACT');
  });

  test('documents are encrypted, closed to the public, sent over TLS alone, and forgotten after 400 days', () => {
    const [bucket] = all(on, 'AWS::S3::Bucket');
    expect(bucket?.Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 400, Status: 'Enabled' }] },
    });
    expect(JSON.stringify(all(on, 'AWS::S3::BucketPolicy'))).toContain('aws:SecureTransport');
  });

  test('the function is told the contact, may write documents and read none, and keeps what fails', () => {
    const watch = all(on, 'AWS::Lambda::Function').find(
      ({ Properties }) => Properties.Environment?.Variables?.WATCH_CONTACT,
    );
    expect(watch?.Properties).toMatchObject({
      Timeout: 900,
      Environment: { Variables: { WATCH_CONTACT: 'ops@example.org', WATCH_RECORDS: 'false' } },
    });
    const policies = JSON.stringify(on.serviceTemplate.findResources('AWS::IAM::Policy'));
    expect(policies).toContain('s3:PutObject');
    expect(policies).not.toMatch(/s3:(Get|List|Delete)/);
    const schedules = all(on, 'AWS::Scheduler::Schedule').map(
      ({ Properties }) => Properties.ScheduleExpression,
    );
    expect(schedules).toContain('rate(1 hour)');
  });

  test('the dashboard shows how reading goes, and its log is searched with the others', () => {
    const shown = ({ serviceTemplate }: Synthesised) =>
      JSON.stringify(serviceTemplate.findResources('AWS::CloudWatch::Dashboard'));
    for (const metric of ['WatchDaysFailing', 'WatchLayoutsChanged', 'WatchHeartbeat'])
      expect(shown(on)).toContain(metric);
    expect(shown(off)).not.toContain('Depositaries');
    const groups = (one: Synthesised) =>
      Object.values(one.serviceTemplate.findResources('AWS::Logs::QueryDefinition')).map(
        ({ Properties }) => Properties.LogGroupNames.length,
      );
    expect(Math.max(...groups(on)) - Math.max(...groups(off))).toBe(1);
  });

  test('the operator finds its documents and its dead letters', () => {
    const outputs = ['DocumentsBucket', 'WatchDeadLettersUrl'];
    expect(Object.keys(on.serviceTemplate.findOutputs('*'))).toEqual(expect.arrayContaining(outputs));
  });

  test('what is wrong with it rings', () => {
    const names = Object.keys(on.serviceTemplate.findResources('AWS::CloudWatch::Alarm')).join();
    for (const name of ['WatchFailing', 'WatchLayout', 'WatchSilent', 'DeadLettersWatch'])
      expect(names).toContain(name);
  });
});

test('recording without a person needs somebody whom depositaries may write to', () => {
  expect(() => readStage({ watchRecords: 'true' }, surroundings)).toThrow(/needs -c watchContact=/);
  expect(() => readStage({ watchContact: 'nobody' }, surroundings)).toThrow(/not an e-mail address/);
  expect(readStage({ watchContact: 'ops@example.org', watchRecords: 'true' }, surroundings).watch).toEqual({
    contact: 'ops@example.org',
    records: true,
  });
});
