import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Monitoring } from '../monitoring/monitoring.ts';
import { clientReadUnits, type FunctionName, type QueueName } from '../wiring.ts';
import { createAlias, createCanary } from './canary.ts';
import type { DataStack } from './data-stack.ts';
import { readQueue, readStream } from './event-sources.ts';
import { grant } from './grant.ts';
import { TrackerFunction } from './lambda.ts';
import { createDistribution, type EdgeStack } from './network/edge.ts';
import { Egress } from './network/egress.ts';
import { Front } from './network/front.ts';
import { createDeadLetters, createWorkQueue, type WorkQueue } from './queues.ts';
import { sweepEveryMinute } from './schedule.ts';
import type { StageConfig } from './stages.ts';
import { Watching } from './watching.ts';

export type ServiceStackProps = StackProps & {
  config: StageConfig;
  data: DataStack;
  edge: EdgeStack | undefined;
};

/** The table in service: the data stack's own, or one restored beside it. */
export type ServedTable = { name: string; arn: string; streamArn: string };

const descriptions: Record<FunctionName, string> = {
  api: 'Answers readers, editors and subscribers',
  pages: 'Shows the record to people: pages, and the same as files',
  publish: 'Turns a committed change into fan-out jobs',
  fanout: 'Writes the deliveries of a change for one shard of subscriptions',
  deliver: 'Signs and sends webhooks and records each attempt',
  sweep: 'Every minute: due retries, lost jobs, statuses that time has changed',
};

/** Everything that can be deleted and deployed again. */
export class ServiceStack extends Stack {
  private readonly config: StageConfig;
  private readonly data: DataStack;
  private readonly key: IKey | undefined;
  readonly stage: string;
  readonly table: ServedTable;
  readonly queues: Record<QueueName, WorkQueue>;
  readonly deadLetters: Record<'publish' | 'sweep', Queue>;
  readonly functions: Record<FunctionName, TrackerFunction>;
  readonly front: Front;
  readonly watching: Watching | undefined;

  constructor(scope: Construct, id: string, { config, data, edge, ...props }: ServiceStackProps) {
    super(scope, id, { ...props, terminationProtection: config.protect });
    this.config = config;
    this.stage = config.name;
    this.data = data;
    this.key = data.key;
    this.table = servedTable(this, config, data);
    this.queues = {
      fanout: createWorkQueue(this, 'fanout', 'Fanout', this.key),
      deliver: createWorkQueue(this, 'deliver', 'Deliver', this.key),
    };
    this.deadLetters = {
      publish: createDeadLetters(this, 'PublishDeadLetters', this.key),
      sweep: createDeadLetters(this, 'SweepDeadLetters', this.key),
    };
    this.front = new Front(this, 'Front', { key: this.key, domain: edge ? undefined : config.domain });
    const distribution = edge && createDistribution(this, this.front.api, edge, config);
    if (edge) this.addStackDependency(edge);
    const publicUrl = this.publicUrl(distribution);
    this.functions = this.createFunctions(publicUrl);
    this.watching = this.createWatching(publicUrl);
    this.connect();
    const alias = config.canary ? createAlias(this, this.functions.api.function) : undefined;
    this.front.serve({ api: alias ?? this.functions.api.function, pages: this.functions.pages.function });
    this.createOutputs(publicUrl, distribution, this.monitor(alias));
  }

  private publicUrl(distribution: Distribution | undefined): string {
    const host = this.config.domain?.name ?? distribution?.distributionDomainName;
    return host === undefined ? this.front.api.apiEndpoint : `https://${host}`;
  }

  private createFunctions(publicUrl: string): Record<FunctionName, TrackerFunction> {
    const egress = this.config.staticEgress ? new Egress(this, 'Egress', this.key) : undefined;
    if (egress) new CfnOutput(this, 'EgressAddress', { value: egress.address.attrPublicIp });
    const environment = {
      TABLE_NAME: this.table.name,
      PUBLIC_URL: publicUrl,
      VERSION: this.config.version,
      STAGE: this.config.name,
      FANOUT_QUEUE_URL: this.queues.fanout.queue.queueUrl,
      DELIVER_QUEUE_URL: this.queues.deliver.queue.queueUrl,
    };
    const withSecret = { ...environment, MASTER_SECRET_ARN: this.data.masterSecret.secretArn };
    const perClient = this.config.edge ? {} : { CLIENT_READ_UNITS: String(clientReadUnits) };
    return {
      api: this.createFunction('api', {
        ...withSecret,
        SUBSCRIPTIONS_PER_DOMAIN: String(this.config.subscriptionsPerDomain),
        ...perClient,
      }),
      pages: this.createFunction('pages', { ...environment, ...perClient }),
      publish: this.createFunction('publish', environment),
      fanout: this.createFunction('fanout', environment),
      deliver: this.createFunction('deliver', withSecret, egress),
      sweep: this.createFunction('sweep', environment),
    };
  }

  private createWatching(publicUrl: string): Watching | undefined {
    const { watch, version, name, xray, protect } = this.config;
    if (!watch) return undefined;
    const watching = new Watching(this, 'Watching', {
      ...watch,
      environment: {
        TABLE_NAME: this.table.name,
        PUBLIC_URL: publicUrl,
        VERSION: version,
        STAGE: name,
        FANOUT_QUEUE_URL: this.queues.fanout.queue.queueUrl,
        DELIVER_QUEUE_URL: this.queues.deliver.queue.queueUrl,
      },
      tableArn: this.table.arn,
      protect,
      key: this.key,
      xray,
    });
    new CfnOutput(this, 'DocumentsBucket', { value: watching.documents.bucketName });
    new CfnOutput(this, 'WatchDeadLettersUrl', { value: watching.deadLetters.queueUrl });
    return watching;
  }

  private createFunction(
    name: FunctionName,
    environment: Record<string, string>,
    network?: Egress,
  ): TrackerFunction {
    const { xray } = this.config;
    const id = name.charAt(0).toUpperCase() + name.slice(1);
    const created = new TrackerFunction(this, id, {
      name,
      description: descriptions[name],
      environment,
      key: this.key,
      xray,
      network,
    });
    grant(created, name, { table: this.table, queues: this.queues, secret: this.data.masterSecret });
    return created;
  }

  private connect(): void {
    const { publish, fanout, deliver, sweep } = this.functions;
    readStream(publish, this.table.streamArn, this.deadLetters.publish);
    readQueue(fanout, 'fanout', this.queues.fanout.queue);
    readQueue(deliver, 'deliver', this.queues.deliver.queue);
    sweepEveryMinute(this, sweep, this.deadLetters.sweep);
  }

  private monitor(alias: Alias | undefined): Monitoring {
    const monitoring = new Monitoring(this, 'Monitoring', {
      service: this,
      key: this.key,
      config: this.config,
    });
    if (alias) createCanary(this, alias, monitoring.createCanaryAlarm());
    return monitoring;
  }

  private createOutputs(
    publicUrl: string,
    distribution: Distribution | undefined,
    monitoring: Monitoring,
  ): void {
    const { fanout, deliver } = this.queues;
    const outputs: Record<string, string> = {
      ApiUrl: publicUrl,
      TableName: this.table.name,
      FanoutQueueUrl: fanout.queue.queueUrl,
      DeliverQueueUrl: deliver.queue.queueUrl,
      FanoutDeadLettersUrl: fanout.deadLetters.queueUrl,
      DeliverDeadLettersUrl: deliver.deadLetters.queueUrl,
      PublishDeadLettersUrl: this.deadLetters.publish.queueUrl,
      SweepDeadLettersUrl: this.deadLetters.sweep.queueUrl,
      MasterSecretArn: this.data.masterSecret.secretArn,
      AlarmTopicArn: monitoring.topics.now.topicArn,
      NoticeTopicArn: monitoring.topics.soon.topicArn,
      DashboardUrl: monitoring.dashboardUrl,
      Version: this.config.version,
    };
    const target = distribution?.distributionDomainName ?? this.front.domain?.regionalDomainName;
    if (this.config.domain && target) outputs.CustomDomainTarget = target;
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

function servedTable(stack: Stack, { restoredTable }: StageConfig, { table }: DataStack): ServedTable {
  if (!restoredTable)
    return { name: table.tableName, arn: table.tableArn, streamArn: table.tableStreamArn ?? '' };
  const { name, streamArn } = restoredTable;
  return {
    name,
    arn: stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: name }),
    streamArn,
  };
}
