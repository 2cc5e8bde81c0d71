import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { functionNames } from '../wiring.ts';
import type { Monitored } from './metrics.ts';

/** The names of the functions' log groups. */
export const logGroupsOf = (service: Monitored): string[] =>
  groupsOf(service).map(({ logGroupName }) => logGroupName);

const groupsOf = ({ functions, watching }: Monitored): ILogGroup[] => [
  ...functionNames.map((name) => functions[name].logGroup),
  ...(watching ? [watching.watch.logGroup] : []),
];

const shown = 'fields @timestamp, function, message, change, subscription, error.name, error.message';

/**
 * The query for every function's newest errors and what they concerned.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export const lastErrorsQuery = [
  shown,
  'filter level in ["ERROR", "FATAL"] or @message like /Task timed out|Runtime exited/',
  'sort @timestamp desc',
  'limit 50',
];

const queries = {
  errors: lastErrorsQuery,
  'one change': [shown, 'filter change = "chg_000000000000"', 'sort @timestamp asc', 'limit 1000'],
  'one subscription': [shown, 'filter subscription = "sub_…"', 'sort @timestamp desc', 'limit 1000'],
  'slow invocations': [
    'fields @timestamp, @log, @duration, @maxMemoryUsed, @requestId',
    'filter @type = "REPORT" or type = "platform.report"',
    'sort @duration desc',
    'limit 50',
  ],
} as const;

export type SavedQuery = keyof typeof queries | 'refused requests';

/** The name of a saved query in CloudWatch Logs Insights. */
export const savedName = (stage: string, query: SavedQuery): string => `treaty-tracker-${stage}/${query}`;

/** Saves the queries of an incident, so that nobody writes them at 3 a.m. */
export function saveQueries(scope: Construct, service: Monitored): void {
  const groups = groupsOf(service);
  for (const [name, lines] of Object.entries(queries) as [keyof typeof queries, readonly string[]][])
    save(scope, savedName(service.stage, name), lines, groups);
  const refused = ['fields @timestamp, method, path, status, latency', 'filter status >= 400', 'limit 200'];
  save(scope, savedName(service.stage, 'refused requests'), refused, [service.front.accessLog]);
}

function save(scope: Construct, name: string, lines: readonly string[], groups: readonly ILogGroup[]): void {
  new CfnQueryDefinition(scope, `Query ${name.replace(/.*\//, '')}`, {
    name,
    logGroupNames: groups.map(({ logGroupName }) => logGroupName),
    queryString: lines.join('\n| '),
  });
}
