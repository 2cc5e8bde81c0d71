import type { Command } from 'commander';
import { readCopy, wakeCopy } from '../../../functions/store/copy/fork.ts';
import { type Common, located, now, teach, within } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { choose, rows } from '../subscribers.ts';
import { confirm, declined, note, print, printJson } from '../terminal.ts';

type Options = Common & { yes?: boolean; dryRun?: boolean; json?: boolean };

export function wakeCommand(): Command {
  const command = teach('wake', {
    summary: 'let an imported or restored copy send',
    description:
      'A copy sends nothing, because subscribers must not be told twice, or told of a trial. Wake it when it replaces the original and the original is stopped. Deliveries that waited when the copy was made, first attempts too, are then sent with the ids that receivers know; changes recorded in the copy have ids of their own. It cannot be undone; to stop single subscriptions, pause them. Signatures derive from the master secret here: unless it is the original’s (DATA_DIR/master-secret on a laptop, the stage’s secret on AWS), receivers refuse them until their owners rotate.',
    touches: 'one mark of the table.',
    examples: ['subscriptions wake --dry-run', 'subscriptions wake --stage prod'],
  });
  return located(command)
    .option('--dry-run', 'show the subscriptions, change nothing')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'the outcome as JSON')
    .action((options: Options) => within(options, (deployment) => wake(deployment, options)));
}

async function wake(deployment: Deployment, options: Options): Promise<void> {
  const { db } = deployment;
  const copy = await readCopy(db);
  if (copy?.wokenAt !== null) {
    note('Nothing to do: this is no copy that sleeps.');
    return options.json ? printJson({ woken: false, subscriptions: 0 }) : undefined;
  }
  const found = await choose(deployment, [], {});
  if (found.length > 0) note(rows(found));
  const whom = `${found.length} ${found.length === 1 ? 'subscription' : 'subscriptions'}`;
  if (options.dryRun) return print(`${whom} would be sent to from now on; nothing was changed.`);
  if (!options.yes && !(await confirm(`Send to ${whom} from this copy, made at ${copy.madeAt}?`)))
    return declined();
  const isWoken = await wakeCopy(db, now());
  if (options.json) return printJson({ woken: isWoken, subscriptions: found.length });
  print(
    `Woken: ${whom} ${found.length === 1 ? 'is' : 'are'} sent to from the next sweep on, a minute at most; what waited, first attempts too, by the sweep after it, and of thousands the longest due first.`,
  );
}
