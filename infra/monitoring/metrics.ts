import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { metricNamespace, type TrackerMetric } from '../../functions/lib/metric.ts';
import { schema } from '../../functions/store/schema.ts';
import type { FunctionName, QueueName } from '../wiring.ts';

const fiveMinutes = Duration.minutes(5);

/** A metric that functions report. */
export const tracker = (
  stage: string,
  metricName: TrackerMetric,
  statistic: string = Stats.SUM,
  period = fiveMinutes,
): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { Stage: stage },
    statistic,
    period,
  });

/**
 * The percentage that failed; 0 in a period with fewer than 20 in all and fewer than 5 failures, because one
 * failed request of three at night is no outage.
 */
const percentFailed = (failed: string, all: string): string =>
  `IF(${all} >= 20 OR ${failed} >= 5, 100 * ${failed} / ${all}, 0)`;

/** The percentage of requests answered 5xx. */
export const apiErrorRate = (api: HttpApi, period = fiveMinutes): IMetric =>
  new MathExpression({
    label: '5xx %',
    expression: percentFailed('errors', 'requests'),
    usingMetrics: {
      errors: api.metricServerError({ period, statistic: 'Sum' }),
      requests: api.metricCount({ period }),
    },
    period,
  });

export const apiLatency = (api: HttpApi, statistic: string): Metric =>
  api.metricLatency({ statistic, period: fiveMinutes });

/**
 * The percentage of invocations that failed. Its metrics' ids carry the function's name, because one graph
 * may hold several.
 */
export const functionErrorRate = (name: FunctionName, handler: LambdaFunction): IMetric =>
  new MathExpression({
    label: name,
    expression: percentFailed(`${name}_errors`, `${name}_all`),
    usingMetrics: {
      [`${name}_errors`]: handler.metricErrors({ period: fiveMinutes }),
      [`${name}_all`]: handler.metricInvocations({ period: fiveMinutes }),
    },
    period: fiveMinutes,
  });

/** The percentage of attempts that delivered; 100 while there are too few to judge. */
export const deliverySuccess = (stage: string, atLeast: number): IMetric => {
  const period = Duration.hours(1);
  return new MathExpression({
    label: 'delivered %',
    expression: `IF(FILL(ok, 0) + FILL(failed, 0) >= ${atLeast}, 100 * FILL(ok, 0) / (FILL(ok, 0) + FILL(failed, 0)), 100)`,
    usingMetrics: {
      ok: tracker(stage, 'DeliveriesOk', Stats.SUM, period),
      failed: tracker(stage, 'DeliveriesFailed', Stats.SUM, period),
    },
    period,
  });
};

/** Reads and writes that the table refused. */
export const tableThrottles = (tableName: string): IMetric =>
  throttles(['ReadThrottleEvents', 'WriteThrottleEvents'], { table: { TableName: tableName } });

/**
 * Writes refused because an index could not keep up, which hold up the table's. A refused read of an index is
 * its caller's error, and rings there. A math expression takes ten metrics at most, and each one costs.
 */
export const indexThrottles = (tableName: string): IMetric =>
  throttles(
    ['WriteThrottleEvents'],
    Object.fromEntries(
      Object.keys(schema.indexes).map((index) => [
        index,
        { TableName: tableName, GlobalSecondaryIndexName: index },
      ]),
    ),
  );

function throttles(
  metricNames: readonly string[],
  dimensions: Record<string, Record<string, string>>,
): IMetric {
  const usingMetrics: Record<string, IMetric> = {};
  for (const [id, dimensionsMap] of Object.entries(dimensions)) {
    for (const metricName of metricNames) {
      const metric = {
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap,
        statistic: 'Sum',
        period: fiveMinutes,
      };
      usingMetrics[`${id}${metricName}`] = new Metric(metric);
    }
  }
  const expression = Object.keys(usingMetrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(' + ');
  return new MathExpression({
    label: Object.keys(dimensions).join(', '),
    expression,
    usingMetrics,
    period: fiveMinutes,
  });
}

/** The parts of the service that monitoring needs. */
export type Monitored = {
  stage: string;
  table: { name: string };
  front: { api: HttpApi; accessLog: ILogGroup };
  functions: Record<FunctionName, { function: LambdaFunction; logGroup: ILogGroup }>;
  queues: Record<QueueName, { queue: Queue; deadLetters: Queue }>;
  deadLetters: Record<'publish' | 'sweep', Queue>;
  /** Undefined unless depositaries' documents are watched. */
  watching: { deadLetters: Queue; watch: { logGroup: ILogGroup } } | undefined;
};
