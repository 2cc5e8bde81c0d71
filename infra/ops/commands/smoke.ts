import type { Command } from 'commander';
import { type Common, located, now, teach, within } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { sealerFor } from '../secrets/sealing.ts';
import { fallsShort } from '../surroundings.ts';
import { note, print, printJson, table } from '../terminal.ts';

type Options = Common & { write?: boolean };
type SmokeStep = { check: string; ok: boolean; saw: string };

const patience = 15_000;

export function smokeCommand(): Command {
  const command = teach('smoke', {
    summary: 'check that a deployment answers as it should',
    description:
      'Asks for /health, for a list with its ETag and again for a 304, for something missing, and for the OpenAPI document. --write checks that a write is refused without a key, and with a key that lacks the scope; nothing is recorded.',
    touches: 'nothing; with --write a key is issued and revoked at once.',
    examples: ['smoke', 'smoke --stage prod --write', 'smoke --url https://treaties.example.org'],
  })
    .option('--write', 'try to write, and be refused')
    .option('--json', 'as JSON');
  return located(command).action(async (options: Options) => {
    const { url, write } = options;
    const isLocated = options.stage || options.local || options.table || options.dynamodbEndpoint;
    if (url && !write && !isLocated) {
      note(`Operating on the service at ${url}.`);
      return show(await readChecks(url.replace(/\/+$/, '')), options);
    }
    await within(options, async (deployment) => {
      const checks = await readChecks(deployment.url);
      show([...checks, ...(write ? await writeChecks(deployment) : [])], options);
    });
  });
}

/** The status of a read repeated with its tag; repeated again if the record moved meanwhile. */
async function askedAgain(url: string, tag: string, left = 20): Promise<number> {
  const { status, headers } = await get(url, { 'if-none-match': tag });
  const newer = headers.get('etag');
  return status === 200 && newer && newer !== tag && left > 0 ? askedAgain(url, newer, left - 1) : status;
}

async function readChecks(url: string): Promise<SmokeStep[]> {
  let etag = '';
  return [
    await check('/health answers 200', async () => {
      const answer = await get(`${url}/health`);
      return [answer.status === 200, `${answer.status} ${(await answer.text()).slice(0, 100)}`];
    }),
    await check('a read carries an ETag', async () => {
      const answer = await get(`${url}/v1/instruments`);
      etag = answer.headers.get('etag') ?? '';
      return [answer.status === 200 && etag !== '', `${answer.status} ${etag}`];
    }),
    await check('the same read with it answers 304', async () => {
      const status = await askedAgain(`${url}/v1/instruments`, etag);
      return [status === 304, String(status)];
    }),
    await check('what is not there is a 404 problem', () =>
      seesProblem(404, get(`${url}/v1/states/CHN/no-such`)),
    ),
    await check('/openapi.json is an OpenAPI 3.1 document', async () => {
      const answer = await get(`${url}/openapi.json`);
      const { openapi = 'none' } = (await answer.json()) as { openapi?: string };
      return [answer.status === 200 && openapi.startsWith('3.1'), `${answer.status} openapi ${openapi}`];
    }),
  ];
}

const route = '/v1/states/CHN/participations/iccpr/actions';

async function writeChecks(deployment: Deployment): Promise<SmokeStep[]> {
  const { url, store } = deployment;
  const expiresAt = new Date(Date.now() + 300_000).toISOString();
  const wanted = {
    owner: 'operator',
    name: `smoke ${now()}`,
    scopes: ['subscriptions:manage' as const],
    expiresAt,
  };
  const { key, text } = await store.keys.create(wanted, {
    now: now(),
    by: 'operator',
    seal: await sealerFor(deployment),
  });
  try {
    return [
      await check('writing without a key is a 401 problem', () => seesProblem(401, post(`${url}${route}`))),
      await check('writing with a key that may not is a 403 problem', () =>
        seesProblem(403, post(`${url}${route}`, { authorization: `Bearer ${text}` })),
      ),
    ];
  } finally {
    await store.keys.revoke(key.id, { now: now(), by: 'operator' });
  }
}

const get = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(patience) });

/** Sends an empty act, which is refused even if the key is accepted. */
const post = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json', ...headers },
    signal: AbortSignal.timeout(patience),
  });

type Seen = [ok: boolean, saw: string];

async function seesProblem(status: number, asked: Promise<Response>): Promise<Seen> {
  const answer = await asked;
  const type = answer.headers.get('content-type') ?? 'no content-type';
  return [
    answer.status === status && type.startsWith('application/problem+json'),
    `${answer.status} ${type}`,
  ];
}

async function check(name: string, see: () => Promise<Seen>): Promise<SmokeStep> {
  try {
    const [ok, saw] = await see();
    return { check: name, ok, saw };
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message || String((cause as { code?: string }).code) : '';
    return { check: name, ok: false, saw: why ? `${message}: ${why}` : message };
  }
}

function show(checks: readonly SmokeStep[], { json }: Options): void {
  if (json) printJson(checks);
  else
    print(table(checks.map((one) => [one.ok ? 'ok' : 'FAILED', one.check, one.ok ? '' : `saw ${one.saw}`])));
  if (checks.some(({ ok }) => !ok)) fallsShort();
}
