import { parseArgs } from 'node:util';
import { isContact } from '../../functions/watch/agent.ts';
import { Refusal } from './refusal.ts';

export type Settings = {
  /** 0 for any. */
  port: number;
  host: string;
  dataDir: string;
  /** Any DynamoDB instead of the embedded one. */
  dynamodbEndpoint?: string;
  /** The table's name, needed if that DynamoDB also has another laptop's table. */
  table?: string;
  /** Any SQS instead of the one in this process. */
  sqsEndpoint?: string;
  /** Where webhooks may go: `public` is the production policy, `loopback` also allows this machine. */
  egress: 'public' | 'loopback';
  /**
   * How it logs: lines for a person, or JSON for programs; by default, text if standard error is a terminal.
   */
  log?: 'text' | 'json';
  /** The path at which a proxy serves this machine, such as `/tracker`. */
  basePath?: string;
  /** The contact to give depositaries; set if their documents are to be watched. */
  watch?: { contact: string; records: boolean };
  /** Subscriptions that one registrable domain may have; by default as many as on AWS. */
  perDomain?: number;
};

export const help = `Serves the Treaty Ratification Tracker from this machine: API, pages, webhooks and sweep.

  npm start [-- --egress=public] [--watch --contact you@example.org] [--log json|text] [--help]

  --egress=public     webhooks go to public https addresses only, as in production;
                      otherwise this machine's own addresses and plain http are allowed too
  --log json|text     log in JSON for programs, or a line for each event that matters to a person;
                      text at a terminal, JSON elsewhere
  --watch             look each day at what depositaries publish, and propose what is new; needs --contact
  --contact <mail>    a mail address for depositaries, sent with each request
  --watch-records     record plain new acts without a person, if two readings an hour or more apart agree
  --help              this text

  PORT                the port; 8787
  HOST                the address to listen on; 127.0.0.1
  DATA_DIR            the directory of the database and the keys; .data
  DYNOXIDE            the embedded database’s program; by default the one that comes with this project,
                      or else dynoxide on the PATH
  DYNAMODB_ENDPOINT   another DynamoDB instead of the embedded one
  SQS_ENDPOINT        another SQS instead of the one in this process
  BASE_PATH           the path at which a proxy serves this machine, such as /tracker
  SUBSCRIPTIONS_PER_DOMAIN  how many subscriptions one registrable domain may have; 20
`;

/**
 * Reads the command line and the environment; `help` if that was asked for. @throws Refusal that names what
 * is wrong
 */
export function readSettings(args: string[], env: Record<string, string | undefined>): Settings | 'help' {
  const options = readOptions(args);
  if (options.help) return 'help';
  const log = logForm(options.log);
  const dynamodbEndpoint = endpoint('DYNAMODB_ENDPOINT', env);
  const sqsEndpoint = endpoint('SQS_ENDPOINT', env);
  const basePath = pathBelow(env.BASE_PATH);
  const watch = watching(options);
  const perDomain = count('SUBSCRIPTIONS_PER_DOMAIN', env);
  return {
    port: port(env.PORT || '8787'),
    host: env.HOST || '127.0.0.1',
    dataDir: env.DATA_DIR || '.data',
    egress: egress(options.egress),
    ...(log && { log }),
    ...(dynamodbEndpoint && { dynamodbEndpoint }),
    ...(sqsEndpoint && { sqsEndpoint }),
    ...(basePath && { basePath }),
    ...(watch && { watch }),
    ...(perDomain !== undefined && { perDomain }),
  };
}

const options = {
  help: { type: 'boolean', short: 'h' },
  egress: { type: 'string' },
  log: { type: 'string' },
  watch: { type: 'boolean' },
  contact: { type: 'string' },
  'watch-records': { type: 'boolean' },
} as const;

type GivenOptions = {
  help?: boolean;
  egress?: string;
  log?: string;
  watch?: boolean;
  contact?: string;
  'watch-records'?: boolean;
};

function readOptions(args: string[]): GivenOptions {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const reason = (error as Error).message.split(/[.\n]/)[0];
    throw new Refusal(`${reason}; npm start -- --help lists the options`);
  }
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Refusal(`PORT is a number from 0 to 65535, not "${text}"`);
}

function pathBelow(text = ''): string {
  if (/^(\/[\w.~-]+)*\/?$/.test(text)) return text.replace(/\/$/, '');
  throw new Refusal(`BASE_PATH is a path such as /tracker, not "${text}"`);
}

function egress(text: string | undefined): Settings['egress'] {
  if (text === undefined) return 'loopback';
  if (text === 'public') return text;
  throw new Refusal(`--egress is "public" or left out, not "${text}"`);
}

/** Requires a contact for watching, because depositaries must know who asks. */
function watching({ watch, contact, 'watch-records': records = false }: GivenOptions): Settings['watch'] {
  if (!watch && (contact !== undefined || records))
    throw new Refusal('--contact and --watch-records go with --watch');
  if (!watch) return undefined;
  if (contact !== undefined && isContact(contact)) return { contact, records };
  throw new Refusal(
    '--watch needs --contact with a mail address, such as you@example.org: depositaries are told it',
  );
}

function logForm(text: string | undefined): Settings['log'] {
  if (text === undefined || text === 'json' || text === 'text') return text;
  throw new Refusal(`--log is "json" or "text", not "${text}"`);
}

function count(name: string, env: Record<string, string | undefined>): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new Refusal(`${name} is a whole number from 1 to 99999, not "${text}"`);
}

function endpoint(name: string, env: Record<string, string | undefined>): string | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '');
  throw new Refusal(`${name} is a URL such as http://127.0.0.1:8000, not "${text}"`);
}
