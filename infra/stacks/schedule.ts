import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { schedule } from '../wiring.ts';
import type { TrackerFunction } from './lambda.ts';

/** Invokes the sweep every minute. */
export const sweepEveryMinute = (scope: Construct, sweep: TrackerFunction, deadLetters: IQueue): void =>
  invokeRegularly(scope, sweep, deadLetters, {
    id: 'EveryMinute',
    description: 'Sweep: due retries, lost jobs, statuses that time has changed',
    rate: `rate(${schedule.sweepEvery / 60} minute)`,
  });

type Regularly = { id: string; description: string; rate: string };

/**
 * EventBridge Scheduler invokes a function. Both the scheduler's call and the invocation that Lambda queues
 * can fail; both end in one dead-letter queue.
 */
export function invokeRegularly(
  scope: Construct,
  to: TrackerFunction,
  deadLetters: IQueue,
  { id, description, rate }: Regularly,
): void {
  const maxEventAge = Duration.seconds(schedule.maxEventAge);
  to.allow(['sqs:SendMessage'], [deadLetters.queueArn]);
  to.function.configureAsyncInvoke({
    maxEventAge,
    retryAttempts: schedule.retryAttempts,
    onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
  });
  new CfnSchedule(scope, id, {
    description,
    scheduleExpression: rate,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: to.function.functionArn,
      roleArn: createSchedulerRole(scope, to, deadLetters).roleArn,
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
