import type { Command } from 'commander';
import { lapsed } from '../../../functions/core/api-key.ts';
import { type Common, located, now, teach, within } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { choose, rows } from '../subscribers.ts';
import { fallsShort } from '../surroundings.ts';
import { confirm, declined, note, print, printJson } from '../terminal.ts';

type Options = Common & { yes?: boolean; dryRun?: boolean };

export function ownersCommand(): Command {
  return teach('owners', {
    summary: "delete an owner's data",
    description: 'An owner is whoever holds keys: see keys create --owner.',
    touches: "one owner's subscriptions, delivery logs and keys.",
    examples: ['owners forget --help'],
  }).addCommand(forgetCommand());
}

function forgetCommand(): Command {
  const command = teach('forget', {
    summary: 'revoke the keys of an owner, and delete their subscriptions and logs',
    description:
      'Revokes the keys first, so that nothing new is made; then deletes every subscription with contact, URL, filter and log. The name stays on the revoked keys, and on acts recorded with them, because the record says who wrote what. It may be repeated. Exits with 1 if nobody of that name ever had a key or a subscription here.',
    touches: "one owner's subscriptions, delivery logs and keys. It cannot be undone.",
    examples: ['owners forget ngo --dry-run --stage prod', 'owners forget ngo --stage prod'],
  })
    .argument('<owner>', 'whose data')
    .option('--dry-run', 'show what there is, change nothing')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'as JSON');
  return located(command).action((owner: string, options: Options) =>
    within(options, (deployment) => forget(deployment, owner, options)),
  );
}

async function forget(deployment: Deployment, owner: string, options: Options): Promise<void> {
  const { keys, subscriptions } = deployment.store;
  const all = await keys.list(owner);
  const live = all.filter((key) => !lapsed(key, now()));
  const found = await choose(deployment, [], { owner });
  if (all.length + found.length === 0) fallsShort();
  if (found.length > 0) note(rows(found));
  const what = `${owner} has live keys: ${live.length}, subscriptions: ${found.length}`;
  if (options.dryRun) return print(`${what}; nothing was changed.`);
  const report = { owner, revoked: live.length, deleted: found.length };
  if (live.length + found.length === 0)
    return options.json ? printJson(report) : print(`There is nothing of ${owner} to delete.`);
  if (!options.yes && !(await confirm(`${what}. Revoke and delete all of these?`))) return declined();
  for (const { id } of live) await keys.revoke(id, { now: now(), by: 'operator' });
  for (const { id } of found) await subscriptions.remove(id);
  if (options.json) return printJson(report);
  print(
    `Keys revoked: ${report.revoked}, subscriptions deleted: ${report.deleted}; their logs are gone in minutes.`,
  );
}
