import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { schedule } from '../wiring.ts';
import type { TrackerFunction } from './lambda.ts';

/**
 * EventBridge Scheduler → sweep. Two edges can fail: the scheduler's call, and the invocation that Lambda then queues;
 * both end in the same dead-letter queue.
 */
export function sweepEveryMinute(scope: Construct, sweep: TrackerFunction, deadLetters: IQueue): void {
  const maxEventAge = Duration.seconds(schedule.maxEventAge);
  sweep.allow(['sqs:SendMessage'], [deadLetters.queueArn]);
  sweep.function.configureAsyncInvoke({
    maxEventAge,
    retryAttempts: schedule.retryAttempts,
    onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
  });
  new CfnSchedule(scope, 'EveryMinute', {
    description: 'Sweep: due retries, lost jobs, statuses that time has changed',
    scheduleExpression: `rate(${schedule.sweepEvery / 60} minute)`,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: sweep.function.functionArn,
      roleArn: createSchedulerRole(scope, sweep, deadLetters).roleArn,
      deadLetterConfig: { arn: deadLetters.queueArn },
      retryPolicy: {
        maximumEventAgeInSeconds: schedule.maxEventAge,
        maximumRetryAttempts: schedule.retryAttempts,
      },
    },
  });
}

function createSchedulerRole(scope: Construct, sweep: TrackerFunction, deadLetters: IQueue): Role {
  const ownAccount = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  const role = new Role(scope, 'SchedulerRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions: ownAccount }),
  });
  const allow = (action: string, resource: string) =>
    role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
  allow('lambda:InvokeFunction', sweep.function.functionArn);
  allow('sqs:SendMessage', deadLetters.queueArn);
  return role;
}
