import { type Command, Option } from 'commander';
import { SubscriptionStatus } from '../../../functions/core/webhook/sending/health.ts';
import { enabled, paused } from '../../../functions/core/webhook/subscribing.ts';
import type { Subscription } from '../../../functions/core/webhook/subscription.ts';
import { type Common, holder, located, now, teach, within } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { type Chosen, choose, requireChoice, rows } from '../subscribers.ts';
import { fallsShort } from '../surroundings.ts';
import { confirm, declined, note, print, printJson } from '../terminal.ts';
import { wakeCommand } from './wake.ts';

type Options = Common & Chosen & { yes?: boolean; dryRun?: boolean };

/** What came of a command for one subscription: `so already` if there was nothing to do. */
type DeedOutcome = 'done' | 'so already' | 'not done';
type Deed = (deployment: Deployment, subscription: Subscription) => Promise<DeedOutcome>;

export function subscriptionsCommand(): Command {
  return teach('subscriptions', {
    summary: 'list, pause, resume, remove and wake subscriptions',
    description:
      'What owners do with their own keys, for the operator: without a key, for any owner. Owners see the change with the reason "operator".',
    touches: 'subscriptions, their deliveries and filters; nothing of the record.',
    examples: ['subscriptions list --status failing --stage prod', 'subscriptions pause --help'],
  })
    .addCommand(listCommand())
    .addCommand(pauseCommand())
    .addCommand(resumeCommand())
    .addCommand(removeCommand())
    .addCommand(wakeCommand());
}

const choosing = (command: Command): Command =>
  command
    .option('--owner <owner>', 'all of one owner', holder('--owner'))
    .option('--host <host>', 'all whose URL is on a host or below it')
    .option('--json', 'as JSON');

function listCommand(): Command {
  const command = teach('list', {
    summary: 'show subscriptions',
    description:
      'Shows who receives what, where, and how well their receivers answer; never a secret. Reads the whole table, so a million take minutes.',
    touches: 'nothing; it reads.',
    examples: ['subscriptions list', 'subscriptions list --owner ngo --json --stage prod'],
  }).addOption(new Option('--status <status>', 'only these').choices(SubscriptionStatus.options));
  return located(choosing(command)).action((options: Options) =>
    within(options, async (deployment) => {
      const found = await choose(deployment, [], options);
      if (options.json) return printJson(found.map(withoutChallenge));
      if (found.length === 0)
        return note(isAnyAsked(options) ? 'No subscription fits.' : 'There are no subscriptions.');
      print(rows(found));
    }),
  );
}

const isAnyAsked = ({ owner, host, status }: Options): boolean => Boolean(owner ?? host ?? status);

/** Hides the challenge's hash, because whoever answers the challenge proves that a URL is theirs. */
const withoutChallenge = ({ challengeHash: _, ...subscription }: Subscription) => subscription;

function pauseCommand(): Command {
  const command = teach('pause', {
    summary: 'send nothing to them until they are resumed',
    description:
      'Sends nothing until resumed. Deliveries are still recorded, so nothing is lost. Owners see the status "paused" with the reason "operator", and cannot undo it.',
    touches: 'the subscriptions named.',
    examples: ['subscriptions pause sub_01J… --stage prod', 'subscriptions pause --host hooks.example.org'],
  });
  return changing(command, 'Pause', async ({ store }, { id }) => {
    const isHeld = ({ reason }: Subscription) => reason === 'operator';
    const after = await store.subscriptions.update(id, (current) =>
      current.status === 'disabled' || isHeld(current) ? null : paused(current, 'operator', now()),
    );
    return isHeld(after) ? 'done' : 'not done';
  });
}

function resumeCommand(): Command {
  const command = teach('resume', {
    summary: 'resume what the operator paused',
    description:
      'Makes them active again with a clean record of health. Held deliveries are not sent by themselves: owners replay them (POST …/replay), as after any pause. Subscriptions that owners paused stay paused.',
    touches: 'the subscriptions named that the operator paused.',
    examples: ['subscriptions resume sub_01J… --stage prod', 'subscriptions resume --all'],
  });
  return changing(command, 'Resume', async ({ store }, { id, status, reason }) => {
    if (reason !== 'operator') return isGoing(status) ? 'so already' : 'not done';
    await store.subscriptions.update(id, (current) => resumed(current));
    return 'done';
  });
}

/** Whether nobody holds it, so that resuming it again changes nothing. */
const isGoing = (status: Subscription['status']): boolean => !['paused', 'disabled'].includes(status);

function resumed(current: Subscription): Subscription | null {
  if (current.reason !== 'operator') return null;
  return current.status === 'pending'
    ? { ...current, reason: null, updatedAt: now() }
    : enabled(current, now(), 'operator');
}

function removeCommand(): Command {
  const command = teach('remove', {
    summary: 'delete them with their logs',
    description:
      'Deletes them: nothing more is sent or recorded; contact, URL and filter are gone at once, the delivery log within minutes. It cannot be undone.',
    touches: 'the subscriptions named, with their deliveries and filters.',
    examples: ['subscriptions remove sub_01J… --stage prod', 'subscriptions remove --owner ngo --dry-run'],
  });
  return changing(command, 'Delete', async ({ store }, { id }) => {
    await store.subscriptions.remove(id);
    return 'done';
  });
}

/**
 * Shows the chosen subscriptions, asks, and changes one after the other; it may be repeated and interrupted. It
 * exits with 1 if a named one is not there or was left alone, or if none fits.
 */
const changing = (command: Command, verb: string, deed: Deed): Command =>
  located(
    choosing(command)
      .argument('[ids...]', 'subscriptions by id')
      .option('--all', 'every one')
      .option('--dry-run', 'show the subscriptions, change nothing')
      .option('-y, --yes', 'do not ask'),
  ).action((ids: string[], options: Options) => {
    requireChoice(ids, options);
    return within(options, (deployment) => change(deployment, ids, options, verb, deed));
  });

async function change(
  deployment: Deployment,
  ids: readonly string[],
  options: Options,
  verb: string,
  deed: Deed,
): Promise<void> {
  const found = await choose(deployment, ids, options);
  if (areMissing(ids, found) || (found.length === 0 && !options.all)) fallsShort();
  if (found.length === 0) return options.json ? printJson({ done: [], left: 0 }) : note('Nothing to do.');
  note(rows(found));
  if (options.dryRun) return print(`${found.length} would be changed; nothing was.`);
  if (!options.yes && !(await confirm(`${verb} ${found.length}?`))) return declined();
  const outcomes: DeedOutcome[] = [];
  for (const one of found) outcomes.push(await deed(deployment, one));
  const done = found.filter((_, at) => outcomes[at] === 'done').map(({ id }) => id);
  const left = found.length - done.length;
  if (ids.length > 0 && outcomes.includes('not done')) fallsShort();
  if (options.json) return printJson({ done, left });
  print(`${verb}d ${done.length}, left alone ${left}.`);
}

/** Names the ids that are nobody's. */
function areMissing(ids: readonly string[], found: readonly Subscription[]): boolean {
  const missing = ids.filter((id) => !found.some((one) => one.id === id));
  for (const id of missing) note(`There is no subscription ${id}.`);
  return missing.length > 0;
}
