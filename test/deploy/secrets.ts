import { equal, match } from 'node:assert/strict';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { openSecretsManager } from '../../functions/lib/master-secret.ts';
import { fakeAws } from '../../infra/local/aws/clients.ts';
import type { Client } from './deploying/client.ts';
import type { Receiver } from './receiver.ts';
import { until } from './steps.ts';
import type { World } from './world.ts';

type Standing = { generation: number; state: string; signers: { owner: string }[] };

const statusOf = async ({ ops }: World): Promise<Standing[]> =>
  JSON.parse(await ops.follow('master-secret status', '--json'));

/** Rotates: from now on there are two generations, and the subscription still signs with the first. */
export async function rotateMasterSecret(world: World): Promise<void> {
  await world.steps.step('the master secret is rotated', async () => {
    await world.ops.follow('master-secret status');
    await world.ops.follow('master-secret rotate');
  });
  await world.steps.step('repeating it adds nothing, and the subscription signs on as before', async () => {
    match(await world.ops.type(world.ops.wordsOf('master-secret rotate')), /^Nothing to do: generation 2/);
    const shown = (await statusOf(world)).map(({ generation, state, signers }) => [
      generation,
      state,
      signers.length,
    ]);
    equal(
      JSON.stringify(shown),
      JSON.stringify([
        [1, 'kept', 1],
        [2, 'newest', 0],
      ]),
    );
  });
}

/**
 * Takes a new secret. Later deliveries are verified with it alone, though no function was deployed since the
 * rotation.
 */
export async function takeNewSecret(
  { steps }: World,
  client: Client,
  receiver: Receiver,
  id: string,
): Promise<void> {
  await steps.step('the subscriber rotates its secret, which derives from the new generation', async () => {
    await until('generation 2', 90, async () => {
      const { status, json, text } = await client.post(`/v1/subscriptions/${id}/secret/rotate`, {
        overlapHours: 0,
      });
      equal(status, 200, text);
      receiver.trust(json.secret);
      return json.secrets.at(-1).generation === 2 ? true : null;
    });
  });
}

/** Backdates the newest generation, because the trial cannot wait until every instance knows it. */
export async function retireOldGeneration(world: World, secret: string): Promise<void> {
  const { steps, stack, ops } = world;
  await steps.step('a generation is not retired before every instance knows the next', async () => {
    const refusal = await ops.follow('master-secret retire 1 --stage').catch((error: Error) => error.message);
    match(refusal, /knows the newest generation yet; try again in \d+ s/);
  });
  await steps.step('five minutes later it is, since nothing signs with it any more', async () => {
    process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = stack.endpoint;
    const client = await openSecretsManager(fakeAws);
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
    const aged = JSON.parse(SecretString);
    aged.generations[1].createdAt = new Date(Date.now() - 300_001).toISOString();
    const body = {
      SecretId: secret,
      SecretString: JSON.stringify(aged),
      ClientRequestToken: crypto.randomUUID(),
    };
    await client.send(new PutSecretValueCommand(body));
    client.destroy();
    await ops.follow('master-secret retire 1 --stage');
    match(await ops.follow('master-secret retire 1 --force'), /is retired already/);
    equal((await statusOf(world)).length, 1);
  });
}
