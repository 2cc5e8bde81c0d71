import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Aws, Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { StageConfig } from '../stacks/stages.ts';
import { type AlarmName, alarms, describe, type LogName, logOf, type Urgency } from './alarms.ts';
import { createDashboard } from './dashboard.ts';
import { ConsoleLinks } from './links.ts';
import { apiErrorRate, type Monitored } from './metrics.ts';
import { savedName, saveQueries } from './queries.ts';
import { type Threshold, thresholds } from './thresholds.ts';
import { createTopicKey, createTopics } from './topics.ts';

export type MonitoringProps = { service: Monitored; key: IKey | undefined; config: StageConfig };

/** The alarms, their two topics, the saved queries, and the dashboard. */
export class Monitoring extends Construct {
  readonly topics: Record<Urgency, Topic>;
  readonly dashboardUrl: string;
  private readonly service: Monitored;
  private readonly config: StageConfig;
  private readonly links: ConsoleLinks;

  constructor(scope: Construct, id: string, { service, key, config }: MonitoringProps) {
    super(scope, id);
    this.service = service;
    this.config = config;
    this.links = new ConsoleLinks(this);
    this.topics = createTopics(this, key ?? createTopicKey(this), config);
    // A name known beforehand, because the alarms link to the dashboard and the dashboard shows the alarms.
    const dashboardName = Aws.STACK_NAME;
    this.dashboardUrl = this.links.dashboard(dashboardName);
    const alarms = thresholds(service).map((threshold) => this.createAlarm(threshold));
    createDashboard(this, dashboardName, service, alarms);
    saveQueries(this, service);
    if (config.monthlyBudget !== undefined) createBudget(this, config.monthlyBudget, this.topics.soon);
  }

  /**
   * The alarm that rings within a minute, so that a deployment is rolled back while only a tenth of the
   * requests are affected.
   */
  createCanaryAlarm(): Alarm {
    const metric = apiErrorRate(this.service.front.api, Duration.minutes(1));
    return this.createAlarm({ name: 'canary-errors', metric, above: 1 });
  }

  private createAlarm(threshold: Threshold): Alarm {
    const { name, of = '', metric, above, below, hold = [1, 1], silence = 'good' } = threshold;
    const alarm = new Alarm(this, pascal(`${name}-${of}`), {
      alarmDescription: this.descriptionOf(name, of),
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
    const tell = new SnsAction(this.topics[alarms[name].urgency]);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    return alarm;
  }

  private descriptionOf(name: AlarmName, of: string): string {
    const log = logOf(name, of);
    return describe(name, of, this.config.name, {
      runbook: this.config.runbookUrl ?? 'infra/README.md',
      dashboard: this.dashboardUrl,
      log: log && this.linkToLog(log),
      query: savedName(this.config.name, 'errors'),
    });
  }

  private linkToLog(name: LogName): string | null {
    const { functions, watching } = this.service;
    const of = name === 'watch' ? watching?.watch : functions[name];
    return of ? this.links.log(of.logGroup.logGroupName) : null;
  }
}

const pascal = (name: string) => name.replace(/(^|-)(\w?)/g, (_, __, letter: string) => letter.toUpperCase());

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
