import { equal, match, ok } from 'node:assert/strict';
import { adaptHandlers, simplifyAlarms } from './assembly.ts';
import { createCdk, createOps, type Outputs } from './cdk.ts';
import { type Client, createClient } from './client.ts';
import type { MiniStack } from './ministack.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { type Steps, until } from './steps.ts';

type Told = { steps: Steps; stack: MiniStack; directory: string };
type World = Told & { cdk: ReturnType<typeof createCdk>; ops: ReturnType<typeof createOps> };

/** One operator, one editor and one subscriber, from an empty account to the second version. */
export async function tellStory(told: Told): Promise<void> {
  const { steps, stack, directory } = told;
  const world = { ...told, cdk: createCdk(stack, directory), ops: createOps(stack) };
  const first = await deployFirst(world);
  const client = await seedAndRead(world, first);
  await using receiver = await startReceiver();
  const subscription = await subscribe(world, client, receiver);
  await deliverAct(world, client, receiver, { kind: 'ratification', instrument: 'iccpr' });
  await sweepOnSchedule(world);
  const second = await deployAgain(world);
  await steps.step('nothing was lost: table, record, key and subscription are as they were', async () => {
    for (const output of ['TableName', 'ApiUrl', 'DeliverQueueUrl']) equal(second[output], first[output]);
    const again = await client.get(`/v1/subscriptions/${subscription}`);
    equal(again.status, 200, again.text);
    equal((await client.get('/v1/states/CHN/participations/iccpr')).json.status, 'contracting-state');
  });
  await deliverAct(world, client, receiver, { kind: 'accession', instrument: 'opic' });
}

/** MiniStack answers /health itself, on every host name; with the stage before it, the API does. */
const healthPath = '/$default/health';

/** Builds tell the code of one deployment from that of the next; versions are configuration. */
const builds = { '1.0.0': 'first', '1.1.0': 'second' };

/** What vets a receiver's address, with the laptop's policy: production's lets nobody use loopback. */
const loopbackEntries = {
  api: new URL('api-handler.ts', import.meta.url),
  deliver: new URL('../../functions/deliver/handler.ts', import.meta.url),
};

async function prepare({ steps, cdk }: World, version: keyof typeof builds): Promise<string> {
  const assembly = await steps.step(`version ${version} is synthesised, rule packs and all`, () =>
    cdk.synth(version),
  );
  await steps.step('the assembly is adapted to MiniStack and to a receiver on loopback', async (say) => {
    say(`${await simplifyAlarms(assembly)} alarms that calculate`);
    await adaptHandlers(assembly, builds[version], loopbackEntries);
  });
  return assembly;
}

async function deployFirst(world: World): Promise<Outputs> {
  const { steps, cdk } = world;
  const assembly = await prepare(world, '1.0.0');
  await steps.step('the account is bootstrapped', () => cdk.bootstrap(assembly));
  return await steps.step('the stacks are deployed', async (say) => {
    const outputs = await cdk.deploy(assembly);
    say(`${Object.keys(outputs).length} outputs`);
    for (const name of [
      'ApiUrl',
      'TableName',
      'FanoutQueueUrl',
      'DeliverDeadLettersUrl',
      'AlarmTopicArn',
      'Version',
    ])
      ok(outputs[name], `output ${name}`);
    return outputs;
  });
}

async function seedAndRead({ steps, ops }: World, { ApiUrl = '' }: Outputs): Promise<Client> {
  await steps.step('the seeds are loaded', async (say) => {
    const said = await ops('seed');
    match(said, /^Added [1-9]\d+, corrected 0/m);
    say(said.split('\n')[0] ?? '');
  });
  await steps.step('loading them again changes nothing', async () =>
    match(await ops('seed'), /^Added 0, corrected 0/m),
  );
  await steps.step('the smoke test passes', () => ops('smoke', '--write'));
  const client = await steps.step('an editor and subscriber is given a key', async () => {
    const scopes = 'actions:write,subscriptions:manage';
    const { key } = JSON.parse(
      await ops('keys', 'create', '--owner', 'desk', '--name', 'trial', '--scope', scopes, '--json'),
    );
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

/** Answers the subscription's id once its URL has proved that it wants the events. */
async function subscribe({ steps }: World, client: Client, receiver: Receiver): Promise<string> {
  return await steps.step('a receiver subscribes and proves that it wants the events', async () => {
    const { status, json, text } = await client.post('/v1/subscriptions', {
      url: receiver.url,
      filter: { types: ['treaty.*'], states: ['CHN'] },
      description: 'test receiver',
    });
    equal(status, 201, text);
    receiver.trust(json.secret);
    await until('the URL is verified', 60, async () => {
      const now = await client.get(`/v1/subscriptions/${json.id}`);
      return now.json.status === 'active' ? true : null;
    });
    return json.id;
  });
}

type Act = { kind: string; instrument: string };

async function deliverAct({ steps }: World, client: Client, receiver: Receiver, { kind, instrument }: Act) {
  const doneOn = new Date().toISOString().slice(0, 10);
  const sequences = await steps.step(`an editor records: ${kind}, ${instrument}`, async (say) => {
    const citation = { title: 'A notification made up for this test', tier: 'primary', seenOn: doneOn };
    const url = 'https://treaties.un.org/';
    const { status, json, text } = await client.post(`/v1/states/CHN/participations/${instrument}/actions`, {
      kind,
      doneOn,
      sources: [{ ...citation, url }],
    });
    equal(status, 201, text);
    say(`changes ${json.sequences.join(', ')}`);
    return json.sequences as number[];
  });
  await steps.step('the receiver gets each change, signed, word for word as the feed has it', async () => {
    for (const sequence of sequences) {
      const { body } = await until(`change ${sequence}`, 90, async () => receiver.event(sequence));
      const feed = await client.get(`/v1/changes/${sequence}`);
      equal(body, feed.text);
    }
    equal(receiver.refused.length, 0, receiver.refused.join('; '));
  });
}

async function sweepOnSchedule({ steps, ops }: World): Promise<void> {
  await steps.step('the schedule runs the sweep by itself', async (say) => {
    const status = await until('a sweep', 150, async () => {
      const { lastSweep } = JSON.parse(await ops('status', '--json'));
      return typeof lastSweep === 'string' ? lastSweep : null;
    });
    say(status);
  });
}

async function deployAgain(world: World): Promise<Outputs> {
  const { steps, cdk } = world;
  const assembly = await prepare(world, '1.1.0');
  return await steps.step('a changed version is deployed over the first', async () => {
    const outputs = await cdk.deploy(assembly);
    equal(outputs.Version, '1.1.0');
    const client = createClient(outputs.ApiUrl ?? '');
    const answer = await client.get(healthPath);
    equal(answer.json.version, '1.1.0', answer.text);
    equal(answer.headers.get('tracker-build'), 'second');
    return outputs;
  });
}
