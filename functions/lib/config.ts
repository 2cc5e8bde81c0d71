import * as z from 'zod';

const baseUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** A base path such as `/tracker`: with a slash before it and none after; empty for none. */
const basePath = z
  .string()
  .regex(/^\/?([\w.~-]+(\/[\w.~-]+)*\/?)?$/, 'a path such as /tracker is expected')
  .transform((path) => path.replace(/^\/?(?=.)/, '/').replace(/\/+$/, ''));

const Environment = z.lazy(() =>
  z
    .object({
      TABLE_NAME: z.string().min(3),
      FANOUT_QUEUE_URL: z.url(),
      DELIVER_QUEUE_URL: z.url(),
      PUBLIC_URL: baseUrl,
      MASTER_SECRET_ARN: z.string().min(1).optional(),
      MASTER_SECRET_FILE: z.string().min(1).optional(),
      BASE_PATH: basePath.optional(),
      VERSION: z.string().min(1).default('0.0.0'),
      STAGE: z.string().min(1).default('local'),
      WATCH_CONTACT: z.email().optional(),
      WATCH_BUCKET: z.string().min(3).optional(),
      WATCH_RECORDS: z.enum(['true', 'false']).default('false'),
      SUBSCRIPTIONS_PER_DOMAIN: z.coerce.number().int().min(1).default(20),
      CLIENT_READ_UNITS: z.coerce.number().int().min(1).optional(),
    })
    .refine((env) => !(env.MASTER_SECRET_ARN && env.MASTER_SECRET_FILE), {
      message: 'only one of MASTER_SECRET_ARN and MASTER_SECRET_FILE may be set',
      path: ['MASTER_SECRET_ARN'],
    }),
);

/** Where the master secret of the signing keys is: Secrets Manager (ARN or name), or a file of mode 0600. */
export type SecretSource = { arn: string } | { file: string };

export type Config = {
  table: string;
  fanoutUrl: string;
  deliverUrl: string;
  /** Base of every address given out, without a trailing slash. */
  publicUrl: string;
  /** The prefix of each path that a gateway hands over; the path of `publicUrl` unless set. */
  basePath: string | undefined;
  /** Undefined for a function that signs nothing. */
  masterSecret: SecretSource | undefined;
  version: string;
  /** The deployment within an account, and a dimension of every metric. */
  stage: string;
  /** How many subscriptions one registrable domain may have. */
  perDomain: number;
  /** What one client address may ask; undefined if something in front limits clients. */
  clientLimit: { perSecond: number; burst: number } | undefined;
  /**
   * The address for depositaries to write to, the bucket for documents, and whether plain acts are recorded;
   * undefined for off.
   */
  watch: { contact: string; bucket: string; records: boolean } | undefined;
};

/**
 * Reads a function's settings from its environment. It throws an Error that names every variable that is
 * missing or wrong, never a value. AWS endpoints are not among them, because the SDK reads its own variables.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const read = Environment.safeParse(env);
  if (!read.success) {
    throw new Error(`Bad environment: ${read.error.issues.map(describeIssue).join('; ')}`);
  }
  const { data } = read;
  return {
    table: data.TABLE_NAME,
    fanoutUrl: data.FANOUT_QUEUE_URL,
    deliverUrl: data.DELIVER_QUEUE_URL,
    publicUrl: publicUrlOf(data),
    basePath: data.BASE_PATH,
    masterSecret: secretSource(data),
    version: data.VERSION,
    stage: data.STAGE,
    perDomain: data.SUBSCRIPTIONS_PER_DOMAIN,
    clientLimit: data.CLIENT_READ_UNITS ? clientLimitOf(data.CLIENT_READ_UNITS) : undefined,
    watch: watchOf(data),
  };
}

/** Adds the base path to a public URL that is only a host. */
function publicUrlOf({ PUBLIC_URL, BASE_PATH = '' }: z.infer<typeof Environment>): string {
  return new URL(PUBLIC_URL).pathname === '/' ? `${PUBLIC_URL}${BASE_PATH}` : PUBLIC_URL;
}

/** The burst is ten seconds' worth, because reading the whole feed takes many pages. */
export const clientLimitOf = (perSecond: number) => ({ perSecond, burst: 10 * perSecond });
function watchOf({
  WATCH_CONTACT,
  WATCH_BUCKET,
  WATCH_RECORDS,
}: z.infer<typeof Environment>): Config['watch'] {
  if (!WATCH_CONTACT || !WATCH_BUCKET) return undefined;
  return { contact: WATCH_CONTACT, bucket: WATCH_BUCKET, records: WATCH_RECORDS === 'true' };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')}: ${issue.message}`;
}

function secretSource(env: z.infer<typeof Environment>): SecretSource | undefined {
  if (env.MASTER_SECRET_ARN) return { arn: env.MASTER_SECRET_ARN };
  return env.MASTER_SECRET_FILE ? { file: env.MASTER_SECRET_FILE } : undefined;
}
