import { Command, InvalidArgumentError, Option } from 'commander';
import { ApiKey } from '../../functions/core/api-key.ts';
import { stages } from '../stacks/stages.ts';
import type { Deployment, Where } from './deployment/deployment.ts';
import { openDeployment } from './deployment/opening.ts';
import { UsageError } from './usage-error.ts';

/** Options of every command that touches a deployment. */
export type Common = Where & { json?: boolean };

const exits = `
Exit codes: 0 done · 1 refused, not all done as asked, or a check failed · 2 the command line is wrong`;

type Teaching = { summary: string; description: string; touches: string; examples: string[] };

/** Makes a command whose help teaches: what it does, what it touches, how to use it. */
export function teach(name: string, { summary, description, touches, examples }: Teaching): Command {
  const example = examples.map((line) => `  npm run ops -- ${line}`).join('\n');
  return new Command(name)
    .summary(summary)
    .description(description)
    .addHelpText('after', `\nTouches: ${touches}\n\nExamples:\n${example}\n${exits}`);
}

/** Adds the options that say which deployment. */
export function located(command: Command): Command {
  return command
    .optionsGroup('Where:')
    .addOption(
      new Option('--stage <name>', 'the deployed stage; read from its stack outputs').choices(
        Object.keys(stages),
      ),
    )
    .option('--local', 'the laptop over DATA_DIR, running or stopped (the default)')
    .option('--url <url>', 'base URL of the API, if it differs from the stack’s or the laptop’s', webUrl)
    .option('--table <name>', 'a table by name, with --dynamodb-endpoint and --url')
    .option('--dynamodb-endpoint <url>', 'the DynamoDB endpoint of that table', webUrl)
    .option('--sqs-endpoint <url>', 'the SQS beside it', webUrl)
    .addOption(new Option('--debug', 'show an error’s stack trace'));
}

function webUrl(value: string): string {
  if (/^https?:\/\//i.test(value) && URL.canParse(value)) return value.replace(/\/+$/, '');
  throw new InvalidArgumentError('An http or https URL is expected.');
}

/** Opens the deployment, runs, and closes it whatever happens. */
export async function within<T>(
  where: Where,
  run: (deployment: Deployment) => Promise<T>,
  opening: { creates?: boolean } = {},
): Promise<T> {
  const deployment = await openDeployment(where, opening);
  try {
    return await run(deployment);
  } finally {
    await deployment.close();
  }
}

/** The current instant, as every command passes it on. */
export const now = (): string => new Date().toISOString();

/** Today, in the user's time zone. */
export function localToday(): string {
  const here = new Date();
  const two = (number: number) => String(number).padStart(2, '0');
  return `${here.getFullYear()}-${two(here.getMonth() + 1)}-${two(here.getDate())}`;
}

/** Collects an option that may be repeated. */
export const several = (value: string, before: string[] = []): string[] => [...before, ...value.split(',')];

const held = ApiKey.unwrap().shape;

const said = (flag: string, { maxLength }: { maxLength: number | null }) => {
  const most = maxLength ?? Number.POSITIVE_INFINITY;
  return (value: string): string => {
    if (value.trim() !== '' && value.length <= most) return value;
    throw new UsageError(`${flag} takes a text of 1 to ${most} characters that are not all blanks.`);
  };
};

/** Checks a key's name. */
export const keyName = said('--name', held.name);

/** Checks an owner: whoever holds a key, or acts for one who does. */
export const holder = (flag: string) => said(flag, held.owner);

export function refuseArgument(message: string): never {
  throw new InvalidArgumentError(message);
}
