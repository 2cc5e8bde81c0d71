import { equal, match } from 'node:assert/strict';
import type { Outputs } from './deploying/cdk.ts';
import { deployFirst, deployOver, prepare, seedAndRead } from './deploying/deploying.ts';
import { archiveDrill, restoreDrill } from './drills.ts';
import { breakSchedule } from './edges.ts';
import { startReceiver } from './receiver.ts';
import { openRunbook } from './runbook.ts';
import { retireOldGeneration, rotateMasterSecret, takeNewSecret } from './secrets.ts';
import { deliverAct, subscribe, sweepOnSchedule } from './subscribing.ts';
import { watchDepositary } from './watching.ts';
import { createWorld, type Told } from './world.ts';

const sections = ['First deployment', 'Upgrade', 'Rollback', 'The master secret', 'Redrive', 'Restore drill'];

/** Commands that the trial leaves out, because it runs in an installed working copy and keeps its commit. */
const notFollowed = /^(npm ci|git pull|git log|git checkout|npx cdk diff) /;

/** One operator, one editor, one subscriber: deployment, rotation, upgrade, rollback, restore. */
export async function tellStory(told: Told): Promise<void> {
  const { steps } = told;
  const runbook = openRunbook(...sections);
  const world = createWorld(told, runbook);
  const first = await deployFirst(world);
  const client = await seedAndRead(world, first);
  await using receiver = await startReceiver();
  const subscription = await subscribe(world, client, receiver);
  const deliver = (kind: string, instrument: string) =>
    deliverAct(world, client, receiver, { kind, instrument });
  await deliver('ratification', 'iccpr');
  await rotateMasterSecret(world);
  await sweepOnSchedule(world);
  await breakSchedule(world);
  await takeNewSecret(world, client, receiver, subscription);
  await deliver('accession', 'opic');
  await retireOldGeneration(world, first.MasterSecretArn ?? '');

  const seesAll = async (outputs: Outputs) => {
    for (const output of ['ApiUrl', 'DeliverQueueUrl']) equal(outputs[output], first[output]);
    const again = await client.get(`/v1/subscriptions/${subscription}`);
    equal(again.status, 200, again.text);
    equal((await client.get('/v1/states/CHN/participations/iccpr')).json.status, 'contracting-state');
  };
  await steps.step('the record is exported before the upgrade', async () =>
    match(await world.ops.follow('export before'), /^Exported \d+ items, through change \d+/),
  );
  const newer = await prepare(world, '1.1.0');
  const title = 'a changed version is deployed over the first';
  const second = await deployOver(world, { assembly: newer, version: '1.1.0', title });
  await steps.step('nothing was lost: record, key and subscription are as they were', async () => {
    equal(second.TableName, first.TableName);
    await seesAll(second);
  });
  await deliver('accession', 'icrmw');

  const older = { assembly: first.assembly, version: '1.0.0' as const };
  const back = await deployOver(world, { ...older, title: 'the version before is deployed over it' });
  await steps.step('what the newer one wrote is served by the older', async () => {
    equal(back.TableName, first.TableName);
    await seesAll(back);
    equal((await client.get('/v1/states/CHN/participations/icrmw')).json.consent.kind, 'accession');
  });

  await archiveDrill(world, first.ApiUrl ?? '');
  const restored = await restoreDrill(world, first.TableName ?? '');
  await steps.step('keys, subscriptions and the record are there', () => seesAll(restored));
  await deliver('accession', 'icpped');
  await steps.step('every command of these sections of the runbook was followed', async (say) => {
    equal(
      runbook
        .left()
        .filter((command) => !notFollowed.test(command))
        .join('\n'),
      '',
    );
    say(sections.join(', '));
  });
  await watchDepositary(world, restored);
}
