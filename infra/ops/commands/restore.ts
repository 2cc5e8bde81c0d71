import type { Command } from 'commander';
import { readInstant } from '../../../functions/core/calendar.ts';
import { markCopy } from '../../../functions/store/copy/fork.ts';
import { Refusal } from '../../local/refusal.ts';
import { type Common, located, now, refuseArgument, teach, within } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { beginRestore, describeTable, finishRestore, type Restore, restorable } from '../restored-table.ts';
import { note, print, printJson } from '../terminal.ts';

type Options = Common & { to?: string; dryRun?: boolean };

export function restoreCommand(): Command {
  const command = teach('restore', {
    summary: 'restore the table to a point in time, into a new one',
    description:
      'Restores the table of a stage into a new one, waits for it (minutes to hours), and gives it what a restore leaves out: stream, expiry, backups, protection and cost fuse, like those of the table in service, which stays as it is. The last line says how to put the new one into service. A restored table sends nothing until `ops subscriptions wake`. If interrupted, run it again: it continues.',
    touches: 'one new table, which is not in service before the next deployment says so.',
    examples: [
      'restore tracker-2026-11-24 --dry-run --stage prod',
      'restore tracker-2026-11-24 --stage prod',
      'restore tracker-before-it --to 2026-11-24T09:00:00.000Z --stage prod',
    ],
  })
    .argument('<table>', 'the name of the new table', nameOf)
    .option('--to <instant>', 'the moment to restore; the latest possible, if left out', instantOf)
    .option('--dry-run', 'show what would be restored, make nothing')
    .option('--json', 'the outcome as JSON');
  return located(command).action((name: string, options: Options) =>
    within(options, (deployment) => restore(deployment, name, options)),
  );
}

const nameOf = (text: string): string =>
  /^[A-Za-z0-9_.-]{3,255}$/.test(text)
    ? text
    : refuseArgument('A name of 3 to 255 letters, digits, dots, dashes and underscores is expected.');

const instantOf = (text: string): string =>
  readInstant(text) ??
  refuseArgument('An instant such as 2026-11-24T09:00:00Z or 2026-11-24T17:00:00+08:00 is expected.');

async function restore({ dynamodb, db }: Deployment, to: string, options: Options): Promise<void> {
  if (!options.stage)
    throw new Refusal('Only a stage on AWS keeps its past: give --stage <name>, or import an export.');
  if (to === db.table) throw new Refusal(`Table ${to} is in service; name a new one.`);
  const task: Restore = { client: dynamodb, from: db.table, to, ...(options.to && { at: options.to }) };
  const source = await describeTable(dynamodb, db.table);
  const existing = await describeTable(dynamodb, to);
  if (options.dryRun) return await foretell(task, existing !== undefined);
  if (existing) note(`Table ${to} is there already: going on with it.`);
  else await beginRestore(task, source);
  const { streamArn, items } = await finishRestore(task, source);
  await markCopy({ client: db.client, table: to }, now(), true);
  if (options.json) return printJson({ table: to, streamArn, items });
  print(
    `Nothing is sent from table ${to}, once it is served, until: ops subscriptions wake --stage ${options.stage}`,
  );
  print(`Table ${to} is ready. Serve it, with the other -c of this deployment:`);
  print(`  npx cdk deploy --all -c stage=${options.stage} -c tableName=${to} -c tableStreamArn=${streamArn}`);
}

async function foretell(task: Restore, isThere: boolean): Promise<void> {
  const { earliest, latest } = await restorable(task);
  const moment = task.at ?? latest;
  print(`Table ${task.from} may be restored to any instant from ${earliest} to ${latest}.`);
  print(
    isThere
      ? `Would go on with table ${task.to}, which is there; nothing was made.`
      : `Would restore it as of ${moment} into ${task.to}; nothing was made.`,
  );
}
