import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge } from '../stacks/nag.ts';
import type { StageConfig } from '../stacks/stages.ts';
import { type AlarmName, describe } from './alarms.ts';
import { createDashboard } from './dashboard.ts';
import { apiErrorRate, type Watched } from './metrics.ts';
import { thresholds } from './thresholds.ts';

export type MonitoringProps = { service: Watched; key: IKey | undefined; config: StageConfig };

/** When an alarm rings. `hold` is how many of the last `of` periods must be bad; one of one unless said. */
export type Threshold = {
  name: AlarmName;
  /** Distinguishes alarms that share a name: the function, queue or index. */
  of?: string;
  metric: IMetric;
  above?: number;
  below?: number;
  hold?: readonly [bad: number, of: number];
  /** What silence means; `good` unless said. */
  silence?: 'good' | 'bad';
};

/** The alarms, the topic they go to and the dashboard. */
export class Monitoring extends Construct {
  readonly topic: Topic;
  readonly dashboardUrl: string;
  private readonly service: Watched;

  constructor(scope: Construct, id: string, { service, key, config }: MonitoringProps) {
    super(scope, id);
    this.service = service;
    this.topic = createTopic(this, key, config.alarmEmail);
    const alarms = thresholds(service).map((threshold) => this.createAlarm(threshold));
    const dashboard = createDashboard(this, service, alarms);
    const { region } = Stack.of(this);
    this.dashboardUrl = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard.dashboardName}`;
    if (config.monthlyBudget !== undefined) createBudget(this, config.monthlyBudget, this.topic);
  }

  /** Rings within a minute, so that a deployment is rolled back while only a tenth of the requests feel it. */
  createCanaryAlarm(): Alarm {
    const metric = apiErrorRate(this.service.front.api, Duration.minutes(1));
    return this.createAlarm({ name: 'canary-errors', metric, above: 1 });
  }

  private createAlarm({
    name,
    of = '',
    metric,
    above,
    below,
    hold = [1, 1],
    silence = 'good',
  }: Threshold): Alarm {
    const alarm = new Alarm(this, pascal(`${name}-${of}`), {
      alarmDescription: of === '' ? describe(name) : `${of}: ${describe(name)}`,
      metric,
      threshold: above ?? below ?? 0,
      comparisonOperator:
        above === undefined
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_THRESHOLD,
      datapointsToAlarm: hold[0],
      evaluationPeriods: hold[1],
      treatMissingData: silence === 'good' ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
    const tell = new SnsAction(this.topic);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    return alarm;
  }
}

const pascal = (name: string) => name.replace(/(^|-)(\w?)/g, (_, __, letter: string) => letter.toUpperCase());

function createTopic(scope: Construct, key: IKey | undefined, email: string | undefined): Topic {
  const topic = new Topic(scope, 'Alarms', { enforceSSL: true, ...(key && { masterKey: key }) });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: ['cloudwatch', 'budgets'].map(
        (service) => new ServicePrincipal(`${service}.amazonaws.com`),
      ),
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  if (email !== undefined) {
    topic.addSubscription(new EmailSubscription(email));
    acknowledge(
      topic,
      'Serverless-SNSRedrivePolicy',
      'E-mail is retried by SNS itself; the alarm stays visible.',
    );
  }
  return topic;
}

function createBudget(scope: Construct, amount: number, topic: Topic): void {
  const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
  const above = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: {
      notificationType,
      comparisonOperator: 'GREATER_THAN',
      threshold,
      thresholdType: 'PERCENTAGE',
    },
    subscribers,
  });
  new CfnBudget(scope, 'Budget', {
    budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount, unit: 'USD' } },
    notificationsWithSubscribers: [above('ACTUAL', 80), above('FORECASTED', 100)],
  });
}
