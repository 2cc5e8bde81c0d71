import { metricNamespace, metricUnits, type TrackerMetric } from './metric.ts';

/** Members of a log line; an Error becomes its name, message and stack. */
export type LogFields = Record<string, unknown>;

export type Log = {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log that adds these members to each of its lines. */
  with(fields: LogFields): Log;
  /** Logs one number for CloudWatch; the log's dimensions become members of the line. */
  metric(name: TrackerMetric, value: number): void;
};

type Options = {
  write?: (line: string) => void;
  base?: LogFields;
  clock?: () => Date;
  /** Dimensions of every metric, because two deployments in one account must not mix their alarms. */
  dimensions?: Record<string, string>;
};

/** Makes a log of one JSON object a line, on standard output unless told otherwise. */
export function createLog({
  write = writeLine,
  base = {},
  clock = () => new Date(),
  dimensions = {},
}: Options = {}): Log {
  const line = (level: string, message: string, fields: LogFields) =>
    write(stringify({ timestamp: clock().toISOString(), level, message, ...base, ...fields }));
  return {
    info: (message, fields = {}) => line('INFO', message, fields),
    warn: (message, fields = {}) => line('WARN', message, fields),
    error: (message, fields = {}) => line('ERROR', message, fields),
    with: (fields) => createLog({ write, base: { ...base, ...fields }, clock, dimensions }),
    metric: (name, value) =>
      write(stringify({ ...base, ...embedded(clock().getTime(), name, dimensions), [name]: value })),
  };
}

function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function embedded(now: number, name: TrackerMetric, dimensions: Record<string, string>): LogFields {
  const metrics = [{ Name: name, Unit: metricUnits[name] }];
  const directive = { Namespace: metricNamespace, Dimensions: [Object.keys(dimensions)], Metrics: metrics };
  return { _aws: { Timestamp: now, CloudWatchMetrics: [directive] }, ...dimensions };
}

function stringify(line: LogFields): string {
  try {
    return JSON.stringify(line, describe);
  } catch {
    const { timestamp, level, message } = line;
    return JSON.stringify({ timestamp, level, message, unprintable: true });
  }
}

/** Keeps only an error's own words, because the SDK's errors carry whole requests, which may hold secrets. */
function describe(_key: string, value: unknown): unknown {
  if (value instanceof Error) {
    const cause = value.cause === undefined ? {} : { cause: value.cause };
    return { name: value.name, message: value.message, stack: value.stack, ...cause };
  }
  return typeof value === 'bigint' ? value.toString() : value;
}
