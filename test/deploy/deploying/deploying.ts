import { equal, match, ok } from 'node:assert/strict';
import type { World } from '../world.ts';
import { adaptHandlers, leaveOutQueries, simplifyAlarms } from './assembly.ts';
import type { Context, Outputs } from './cdk.ts';
import { type Client, createClient } from './client.ts';

/** MiniStack answers /health itself on every host; with the stage before it, the API does. */
const healthPath = '/$default/health';

/** Builds make two deployments' code differ; versions are only configuration. */
const builds = { '1.0.0': 'first', '1.1.0': 'second' };

/** Entries that use the laptop's address policy, because production's forbids loopback. */
const loopbackEntries = {
  api: new URL('api-handler.ts', import.meta.url),
  deliver: new URL('../../../functions/deliver/handler.ts', import.meta.url),
  watch: new URL('watch-handler.ts', import.meta.url),
};

export type Version = keyof typeof builds;

/** An assembly of one version that MiniStack can deploy. */
export async function prepare({ steps, cdk }: World, version: Version, more: Context = {}): Promise<string> {
  const name = [version, ...Object.keys(more)].join('-');
  const assembly = await steps.step(`${name} is synthesised, rule packs and all`, () =>
    cdk.synth(name, { version, watchContact: 'ops@example.org', ...more }),
  );
  await steps.step('the assembly is adapted to MiniStack and to a receiver on loopback', async (say) => {
    say(
      `${await simplifyAlarms(assembly)} alarms that calculate, ${await leaveOutQueries(assembly)} saved queries`,
    );
    await adaptHandlers(assembly, builds[version], loopbackEntries);
  });
  return assembly;
}

export async function deployFirst(world: World): Promise<Outputs & { assembly: string }> {
  const { steps, cdk } = world;
  const assembly = await prepare(world, '1.0.0');
  await steps.step('the account is bootstrapped', () => cdk.bootstrap(assembly));
  return await steps.step('the stacks are deployed', async (say) => {
    const outputs = await cdk.deploy(assembly, '-c alarmEmail');
    say(`${Object.keys(outputs).length} outputs`);
    for (const name of outputsTold) ok(outputs[name], `output ${name}`);
    return { ...outputs, assembly };
  });
}

/** The outputs that the runbook mentions. */
const outputsTold = [
  ...['ApiUrl', 'TableName', 'FanoutQueueUrl', 'DeliverQueueUrl', 'FanoutDeadLettersUrl'],
  ...['DeliverDeadLettersUrl', 'PublishDeadLettersUrl', 'SweepDeadLettersUrl', 'MasterSecretArn'],
  ...['AlarmTopicArn', 'DashboardUrl', 'DocumentsBucket', 'Version'],
];

/** Deploys an assembly over what is there, and checks that its code answers. */
export async function deployOver(
  { steps, cdk, ops }: World,
  {
    assembly,
    version,
    title,
    rest = '…',
  }: { assembly: string; version: Version; title: string; rest?: string },
): Promise<Outputs> {
  const outputs = await steps.step(title, async () => {
    const deployed = await cdk.deploy(assembly, rest);
    equal(deployed.Version, version);
    const answer = await createClient(deployed.ApiUrl ?? '').get(healthPath);
    equal(answer.json.version, version, answer.text);
    equal(answer.headers.get('tracker-build'), builds[version]);
    return deployed;
  });
  await steps.step('the smoke test passes', () => ops.follow('smoke'));
  return outputs;
}

export async function seedAndRead({ steps, ops }: World, { ApiUrl = '' }: Outputs): Promise<Client> {
  await steps.step('the seeds are loaded', async (say) => {
    const said = await ops.follow('seed');
    match(said, /^Added [1-9]\d+, corrected 0/m);
    say(said.split('\n')[0] ?? '');
  });
  await steps.step('loading them again changes nothing', async () =>
    match(await ops.type(ops.wordsOf('seed')), /^Added 0, corrected 0/m),
  );
  await steps.step('the smoke test passes', () => ops.follow('smoke'));
  const client = await steps.step('an editor and subscriber is given a key', async () => {
    const key = (await ops.follow('keys create', '--scope', 'subscriptions:manage')).trim();
    return createClient(ApiUrl, key);
  });
  await steps.step('the record is read over HTTP', async (say) => {
    const health = await client.get(healthPath);
    equal(health.json.version, '1.0.0', health.text);
    const { status, json, text } = await client.get('/v1/states/CHN/participations/iccpr');
    equal(status, 200, text);
    equal(json.status, 'signatory');
    say('China has signed the International Covenant on Civil and Political Rights');
  });
  return client;
}
