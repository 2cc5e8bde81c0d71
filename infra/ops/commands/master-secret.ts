import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import {
  newestOf,
  withGeneration,
  writeGenerations,
} from '../../../functions/core/webhook/signing/master-generations.ts';
import { Refusal } from '../../local/refusal.ts';
import { type Common, located, now, refuseArgument, teach, within } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import {
  forget,
  type GenerationInUse,
  generationsInUse,
  moveSigners,
  openSecret,
  ownersOf,
  requireSettled,
  subscriptionsIn,
} from '../secrets/generations.ts';
import { moveSeals } from '../secrets/sealing.ts';
import { confirm, declined, note, print, printJson, progress, table } from '../terminal.ts';

type Options = Common & { dryRun?: boolean; force?: boolean; yes?: boolean };

export function masterSecretCommand(): Command {
  return teach('master-secret', {
    summary: 'rotate the secret that signing keys derive from',
    description:
      'Every signing secret derives from one generation of the master secret. A rotation adds a generation: new secrets, and those that owners rotate, derive from it, while existing ones sign as before. Once nothing signs with the old generation, retire it.',
    touches: "the master secret; a forced retirement the subscriptions' secrets too.",
    examples: ['master-secret status', 'master-secret rotate --help', 'master-secret retire --help'],
  })
    .addCommand(statusCommand())
    .addCommand(rotateCommand())
    .addCommand(retireCommand());
}

function statusCommand(): Command {
  const command = teach('status', {
    summary: 'show the generations, and who signs with each',
    description:
      'Shows each generation, when it was made, and whose subscriptions have a secret that derives from it. --json names each subscription with its contact. Names those whose seal does not fit. Nothing secret is shown.',
    touches: 'nothing; it reads the secret and, to find every subscription, the whole table.',
    examples: ['master-secret status --stage prod', 'master-secret status --json --stage prod'],
  }).option('--json', 'as JSON, with each subscription');
  return located(command).action((options: Options) =>
    within(options, async (deployment) => {
      const { generations } = await openSecret(deployment);
      const inUse = await generationsInUse(deployment, generations);
      if (options.json) return printJson(inUse);
      const rows = inUse.map(({ generation, state, createdAt, signers }) => [
        String(generation),
        state,
        createdAt ?? 'at the beginning',
        String(signers.length),
        ownersOf(signers) || '–',
      ]);
      print(table([['generation', 'state', 'made', 'signs for', 'owners'], ...rows]));
      for (const { id, owner } of inUse.flatMap(({ damaged }) => damaged))
        note(`${id} of ${owner} is damaged: its secret's seal does not fit it, so nothing is sent to it.`);
    }),
  );
}

const day = 24 * 3_600_000;

function rotateCommand(): Command {
  const command = teach('rotate', {
    summary: 'add a generation',
    description:
      'Adds a generation. New subscriptions derive from it within a minute, without a deployment; existing ones sign as before, until their owner rotates their secret. A second run within a day adds nothing, unless forced.',
    touches: 'the master secret: one generation more.',
    examples: ['master-secret rotate --dry-run --stage prod', 'master-secret rotate --stage prod'],
  })
    .option('--dry-run', 'say what would be done, write nothing')
    .option('--force', 'add one although the newest is younger than a day')
    .option('--json', 'as JSON');
  return located(command).action((options: Options) =>
    within(options, (deployment) => rotate(deployment, options)),
  );
}

async function rotate(deployment: Deployment, { dryRun, force, json }: Options): Promise<void> {
  const { keeper, kept, generations } = await openSecret(deployment);
  const newest = newestOf(generations);
  const isYoung = newest.createdAt !== null && Date.parse(newest.createdAt) > Date.now() - day;
  const added = isYoung && !force ? null : newest.generation + 1;
  if (added !== null && !dryRun) {
    const after = withGeneration(generations, randomBytes(32).toString('base64'), now());
    await keeper.replace(writeGenerations(after), kept);
  }
  if (json) return printJson({ newest: dryRun ? newest.generation : (added ?? newest.generation), added });
  if (added === null)
    return print(
      `Nothing to do: generation ${newest.generation} was made at ${newest.createdAt} (--force adds another).`,
    );
  if (dryRun) return print(`Would add generation ${added}; nothing was written.`);
  print(`Added generation ${added}: new secrets derive from it within a minute.`);
  note(`Ask owners to rotate their secrets, then: master-secret retire ${newest.generation}`);
}

function retireCommand(): Command {
  const command = teach('retire', {
    summary: 'retire an old generation',
    description:
      'Removes a generation for good. It is refused while any live secret derives from it, with the owners’ names. After a compromise, --force gives those subscriptions a secret of the newest generation at once: their receivers refuse deliveries until their owners take the new secret, but nothing is lost, and nothing more is signed with the old generation. API keys that it sealed are sealed again; not with --force, because whoever has the old generation could have made keys: seal those that you know with keys seal.',
    touches: 'the master secret; with --force the secrets of the subscriptions that still sign with it.',
    examples: [
      'master-secret retire 1 --dry-run --stage prod',
      'master-secret retire 1 --stage prod',
      'master-secret retire 1 --force --stage prod',
    ],
  })
    .argument('<generation>', 'its number, as status shows it', numberOf)
    .option('--dry-run', 'say what would be done, write nothing')
    .option('--force', 'retire it although subscriptions sign with it, as after a compromise')
    .option('--yes', 'do not ask before forcing')
    .option('--json', 'as JSON');
  return located(command).action((generation: number, options: Options) =>
    within(options, (deployment) => retire(deployment, generation, options)),
  );
}

const numberOf = (text: string): number =>
  /^[1-9]\d{0,5}$/.test(text) ? Number(text) : refuseArgument(`"${text}" is not the number of a generation.`);

async function retire(deployment: Deployment, generation: number, options: Options): Promise<void> {
  const secret = await openSecret(deployment);
  const newest = newestOf(secret.generations).generation;
  if (generation === newest)
    throw new Refusal(`Generation ${generation} is the newest: rotate first, then retire it.`);
  if (generation > newest)
    throw new Refusal(`There is no generation ${generation}; the newest is ${newest}.`);
  requireSettled(secret.generations, Date.now());
  const found = (await generationsInUse(deployment, secret.generations)).find(
    (one) => one.generation === generation,
  );
  if (!found) return told({ generation, retired: false, moved: 0 }, options);
  if (found.signers.length > 0 && !options.force) throw stillSigning(found);
  if (options.dryRun) return told({ generation, retired: false, moved: found.signers.length }, options);
  if (found.signers.length > 0) {
    const question = `Give ${subscriptionsIn(found.signers.length)} (${ownersOf(found.signers)}) another secret at once?`;
    if (!options.yes && !(await confirm(question))) return declined();
    await moveSigners(deployment, found, secret.generations, progress('Subscriptions:'));
  }
  if (!options.force) await moveSeals(deployment, secret.generations, generation);
  await forget(secret, generation);
  if (options.force) note('API keys that it had sealed open nothing now: see keys seal.');
  told({ generation, retired: true, moved: found.signers.length }, options);
}

const stillSigning = ({ generation, signers }: GenerationInUse): Refusal =>
  new Refusal(
    `Generation ${generation} still signs for ${subscriptionsIn(signers.length)} (${ownersOf(signers)}): ` +
      'ask their owners to rotate their secrets, or use --force after a compromise.',
  );

type RetirementOutcome = { generation: number; retired: boolean; moved: number };

function told(outcome: RetirementOutcome, { json, dryRun }: Options): void {
  if (json) printJson(outcome);
  else print(inWords(outcome, dryRun));
}

function inWords({ generation, retired, moved }: RetirementOutcome, dryRun = false): string {
  if (dryRun)
    return `Would retire generation ${generation}, and give ${subscriptionsIn(moved)} another secret; nothing was written.`;
  if (!retired) return `Nothing to do: generation ${generation} is retired already.`;
  return `Retired generation ${generation}; another secret was given to ${subscriptionsIn(moved)}.`;
}
