import { equal, match, ok } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BatchWriteItemCommand, paginateScan, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { createDocuments, createLocalDynamo } from '../../infra/local/aws/clients.ts';
import { ensureTable } from '../../infra/local/aws/table.ts';
import type { Outputs } from './deploying/cdk.ts';
import { deployOver, prepare } from './deploying/deploying.ts';
import type { World } from './world.ts';

const restored = 'tracker-restored';

/**
 * Follows the runbook's restore. MiniStack cannot restore a table with an index, so a copy without stream and
 * backups takes the place of AWS's restored table.
 */
export async function restoreDrill(world: World, served: string): Promise<Outputs> {
  const { steps, stack, ops } = world;
  await steps.step('the table is restored into a new one (a copy stands in for it)', async (say) =>
    say(`${await copyTable(stack.endpoint, served, restored)} items`),
  );
  const streamArn = await steps.step('the restored table is given stream, expiry and backups', async () => {
    const { table, streamArn } = JSON.parse(await ops.follow('restore', '--json'));
    equal(table, restored);
    match(streamArn, /:table\/tracker-restored\/stream\//);
    return String(streamArn);
  });
  const assembly = await prepare(world, '1.0.0', { tableName: restored, tableStreamArn: streamArn });
  const title = 'the service is pointed at the restored table';
  const outputs = await deployOver(world, { assembly, version: '1.0.0', title, rest: '-c tableName' });
  equal(outputs.TableName, restored);
  await steps.step('the copy sends nothing until its operator wakes it', async (say) => {
    await ops.follow('subscriptions wake --dry-run');
    say((await ops.follow('subscriptions wake --stage', '--yes')).trim());
  });
  return outputs;
}

/** Copies every item, keys and marks too, as a restore does. */
async function copyTable(endpoint: string, from: string, to: string): Promise<number> {
  const client = createLocalDynamo(endpoint);
  await ensureTable({ raw: client, client: createDocuments(client) }, to);
  await client.send(new UpdateTableCommand({ TableName: to, StreamSpecification: { StreamEnabled: false } }));
  let copied = 0;
  for await (const { Items = [] } of paginateScan({ client, pageSize: 25 }, { TableName: from })) {
    const RequestItems = { [to]: Items.map((Item) => ({ PutRequest: { Item } })) };
    const { UnprocessedItems = {} } = await client.send(new BatchWriteItemCommand({ RequestItems }));
    equal(Object.keys(UnprocessedItems).length, 0);
    copied += Items.length;
  }
  client.destroy();
  return copied;
}

/**
 * Follows the second drill: the record goes through a file into an empty table and comes out as the same
 * bytes.
 */
export async function archiveDrill({ steps, stack, ops, directory }: World, url: string): Promise<void> {
  const fresh = 'tracker-imported';
  const where = ['--table', fresh, '--dynamodb-endpoint', stack.endpoint, '--url', url];
  const words = (beginning: string) =>
    ops.wordsOf(beginning).filter((word) => word !== '--stage' && word !== 'staging');
  await steps.step('the record is exported, and imported into an empty table', async (say) => {
    await ops.follow('export record.ndjson');
    const client = createLocalDynamo(stack.endpoint);
    await ensureTable({ raw: client, client: createDocuments(client) }, fresh);
    client.destroy();
    match(
      await ops.type([...words('import record.ndjson --dry'), ...where]),
      /^It may be imported; nothing was written/,
    );
    const said = await ops.type([...words('import record.ndjson --stage'), ...where]);
    match(said, /^Imported [1-9]\d* items; 0 were there already/);
    say(said.trim());
  });
  await steps.step('the copy exports as the same bytes', async () => {
    await ops.type(['export', 'copy.ndjson', ...where]);
    const [one, other] = await Promise.all(
      ['record.ndjson', 'copy.ndjson'].map((file) => readFile(join(directory, file))),
    );
    ok(one && other && one.equals(other), 'the files differ');
  });
}
