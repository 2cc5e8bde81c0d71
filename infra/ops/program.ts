import { Command } from 'commander';
import { correctCommand } from './commands/correct.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { keysCommand } from './commands/keys.ts';
import { masterSecretCommand } from './commands/master-secret.ts';
import { ownersCommand } from './commands/owners.ts';
import { proposalsCommand } from './commands/proposals.ts';
import { recordCommand } from './commands/record.ts';
import { redriveCommand } from './commands/redrive.ts';
import { restoreCommand } from './commands/restore.ts';
import { seedCommand } from './commands/seed.ts';
import { smokeCommand } from './commands/smoke.ts';
import { statusCommand } from './commands/status.ts';
import { subscriptionsCommand } from './commands/subscriptions.ts';
import { watchCommand } from './commands/watch.ts';
import { surroundings } from './surroundings.ts';

const guide = `
Which deployment: --stage <name> for one on AWS (region and credentials as the AWS CLI takes them: AWS_REGION,
AWS_PROFILE), otherwise the laptop over DATA_DIR. The first line says which it was.
Results go to standard output, everything else to standard error. Whatever writes may be repeated and interrupted.

A first hour:
  npm run ops -- seed --stage dev
  npm run ops -- keys create --owner desk --name editor --scope actions:write --stage dev
  npm run ops -- smoke --stage dev
  npm run ops -- status --stage dev
  npm run ops -- <command> --help     each command teaches its own use

Exit codes: 0 done · 1 refused, not all done as asked, or a check failed · 2 the command line is wrong`;

/** The operator's commands, the same on AWS and on a laptop. */
export function createProgram(): Command {
  const program = new Command('npm run ops --')
    .description('Operates a deployment of the Treaty Ratification Tracker.')
    .addHelpText('after', guide);
  for (const command of [
    seedCommand(),
    keysCommand(),
    subscriptionsCommand(),
    ownersCommand(),
    recordCommand(),
    correctCommand(),
    exportCommand(),
    importCommand(),
    redriveCommand(),
    restoreCommand(),
    masterSecretCommand(),
    statusCommand(),
    smokeCommand(),
    watchCommand(),
    proposalsCommand(),
  ])
    program.addCommand(command);
  return overridden(program);
}

/**
 * Makes a wrong command line one line and exit code 2; commander would print its own words and exit with 1.
 */
function overridden(command: Command): Command {
  command.exitOverride().configureOutput({
    writeOut: (text) => surroundings().stdout.write(text),
    writeErr: (text) => surroundings().stderr.write(text),
    outputError: (text, write) =>
      write(
        `${text
          .replace(/^error: /, '')
          .trim()
          .replace(/\s*\n/g, ' ')} (--help teaches)\n`,
      ),
  });
  for (const inner of command.commands) overridden(inner);
  return command;
}
