import { isIP } from 'node:net';
import { type StageConfig, type StageName, stages } from './stages.ts';

/** What `-c key=value` accepts. Every flag is off by default. */
export const contextKeys = {
  stage: 'dev, staging or prod',
  version: 'the version to report, instead of the one in package.json with the commit',
  tableName: 'a restored table to serve instead of the one in the data stack; needs tableStreamArn',
  tableStreamArn: 'the stream of that table',
  alarmEmail: 'where alarms are sent',
  noticeEmail: 'where what can wait until the morning is sent, instead of alarmEmail',
  runbookUrl: 'where your team reads infra/README.md, for the links in alarms',
  monthlyBudget: 'US dollars a month above which the alarm topic is told',
  subscriptionsPerDomain: 'subscriptions to one registrable domain at most, instead of 20',
  customDomain: 'the host name to serve; needs certificateArn',
  certificateArn: 'an ACM certificate for customDomain',
  edge: 'true puts CloudFront and a web firewall in front',
  xray: 'true records traces',
  customerKey: 'true encrypts with a key of your own',
  canary: 'true shifts a tenth of the traffic first and rolls back on errors',
  staticEgress: 'true sends webhooks from one fixed address',
  watchContact: 'the mail address that depositaries are told; with it, their documents are watched',
  watchRecords: 'true records plain new acts without a person, where two readings agree; needs watchContact',
} as const;

/** A deployment refused before anything was built; the message says in one line what to do. */
export class ContextError extends Error {
  override name = 'ContextError';
}

type Context = Record<string, unknown>;
/** What the toolchain knows: the package's version, and the region if credentials are at hand. */
type ReleasePlace = { version: string; region?: string | undefined };

/** Reads and checks the CDK context; throws a {@link ContextError} that says what to do. */
export function readStage(context: Context, surroundings: ReleasePlace): StageConfig {
  refuseUnknownKeys(context);
  const name = text(context, 'stage') ?? 'dev';
  if (!isStageName(name)) {
    throw new ContextError(
      `There is no stage "${name}": pass -c stage=dev, -c stage=staging or -c stage=prod.`,
    );
  }
  const edge = flag(context, 'edge');
  return {
    ...stages[name],
    name,
    version: text(context, 'version') ?? surroundings.version,
    monthlyBudget: dollars(context) ?? stages[name].monthlyBudget,
    subscriptionsPerDomain: perDomain(context) ?? stages[name].subscriptionsPerDomain,
    restoredTable: restoredTable(context),
    alarmEmail: email(context, 'alarmEmail'),
    noticeEmail: email(context, 'noticeEmail'),
    runbookUrl: webAddress(context, 'runbookUrl'),
    domain: domain(context, edge ? 'us-east-1' : surroundings.region, edge),
    edge,
    xray: flag(context, 'xray'),
    customerKey: flag(context, 'customerKey'),
    canary: flag(context, 'canary'),
    staticEgress: flag(context, 'staticEgress'),
    watch: watching(context),
  };
}

const isStageName = (name: string): name is StageName => Object.hasOwn(stages, name);

/**
 * Refuses unknown keys. The CDK's own have a prefix (`@aws-cdk/…`, `aws:cdk:…`); all others are meant for us.
 */
function refuseUnknownKeys(context: Context): void {
  const unknown = Object.keys(context).find((key) => !/[:/]/.test(key) && !Object.hasOwn(contextKeys, key));
  if (unknown === undefined) return;
  throw new ContextError(
    `There is no context key "${unknown}": remove it or use one of ${Object.keys(contextKeys).join(', ')}.`,
  );
}

function text(context: Context, key: keyof typeof contextKeys): string | undefined {
  const value = context[key];
  if (value === undefined || value === null) return undefined;
  if (value === '') throw new ContextError(`-c ${key}= is empty: give ${contextKeys[key]}, or leave it out.`);
  return String(value);
}

function flag(context: Context, key: keyof typeof contextKeys): boolean {
  const value = text(context, key) ?? 'false';
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ContextError(`-c ${key}=${value} is neither true nor false: ${contextKeys[key]}.`);
}

function dollars(context: Context): number | undefined {
  const value = text(context, 'monthlyBudget');
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,6}$/.test(value)) return Number(value);
  throw new ContextError(
    `-c monthlyBudget=${value} is not a whole number of US dollars: pass for example 50.`,
  );
}

function perDomain(context: Context): number | undefined {
  const value = text(context, 'subscriptionsPerDomain');
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,4}$/.test(value)) return Number(value);
  throw new ContextError(
    `-c subscriptionsPerDomain=${value} is not a whole number from 1 to 99999: pass for example 50.`,
  );
}

function webAddress(context: Context, key: 'runbookUrl'): string | undefined {
  const value = text(context, key);
  if (value === undefined || (/^https:\/\/[^\s#]+$/.test(value) && URL.canParse(value))) return value;
  throw new ContextError(
    `-c ${key}=${value} is no https address without a fragment: pass for example https://git.example.org/tracker/infra/README.md.`,
  );
}

function email(context: Context, key: 'alarmEmail' | 'noticeEmail' | 'watchContact'): string | undefined {
  const value = text(context, key);
  if (value === undefined || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return value;
  throw new ContextError(`-c ${key}=${value} is not an e-mail address: pass for example ops@example.org.`);
}

function watching(context: Context): StageConfig['watch'] {
  const contact = email(context, 'watchContact');
  const records = flag(context, 'watchRecords');
  if (contact !== undefined) return { contact, records };
  if (records)
    throw new ContextError(
      `-c watchRecords=true needs -c watchContact= as well: ${contextKeys.watchContact}.`,
    );
  return undefined;
}

/** Two keys that say nothing without each other. */
function bothOrNone(
  context: Context,
  what: string,
  keys: [keyof typeof contextKeys, keyof typeof contextKeys],
): [string, string] | undefined {
  const [one, other] = keys.map((key) => text(context, key));
  if (one === undefined && other === undefined) return undefined;
  if (one !== undefined && other !== undefined) return [one, other];
  const missing = keys[one === undefined ? 0 : 1];
  throw new ContextError(`${what} needs -c ${missing}= as well: ${contextKeys[missing]}.`);
}

const streamArn =
  /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/([A-Za-z0-9_.-]{3,255})\/stream\/[\dT:.-]+$/;

function restoredTable(context: Context): StageConfig['restoredTable'] {
  const given = bothOrNone(context, 'A restored table', ['tableName', 'tableStreamArn']);
  if (!given) return undefined;
  const [name, arn] = given;
  if (streamArn.exec(arn)?.[1] === name) return { name, streamArn: arn };
  throw new ContextError(
    `-c tableStreamArn=${arn} is not a stream of table ${name}: take LatestStreamArn from "aws dynamodb describe-table --table-name ${name}".`,
  );
}

const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const certificate = /^arn:aws[a-z-]*:acm:([a-z0-9-]+):\d{12}:certificate\/[A-Za-z0-9-]+$/;

function domain(context: Context, region: string | undefined, edge: boolean): StageConfig['domain'] {
  const given = bothOrNone(context, 'A custom domain', ['customDomain', 'certificateArn']);
  if (!given) return undefined;
  const [name, certificateArn] = given;
  if (isIP(name) !== 0 || !hostName.test(name)) {
    throw new ContextError(
      `-c customDomain=${name} is not a host name: pass for example treaties.example.org.`,
    );
  }
  refuseCertificate(certificateArn, region, edge);
  return { name, certificateArn };
}

function refuseCertificate(arn: string, region: string | undefined, edge: boolean): void {
  const found = certificate.exec(arn)?.[1];
  if (found === undefined) {
    throw new ContextError(
      `-c certificateArn=${arn} is not an ACM certificate: pass arn:aws:acm:<region>:<account>:certificate/<id>.`,
    );
  }
  if (region === undefined || found === region) return;
  const why = edge ? 'CloudFront reads certificates in us-east-1 only' : `this deployment is in ${region}`;
  throw new ContextError(
    `The certificate is in ${found}, but ${why}: request one in ${region} and pass its ARN.`,
  );
}
