import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import './deploying/resolve-localhost.ts';
import { killAll } from './command.ts';
import { installMiniStack, startMiniStack } from './deploying/ministack.ts';
import { createSteps } from './steps.ts';
import { tellStory } from './story.ts';

const limit = 20 * 60;
const write = (line: string) => console.log(line);

/** Deploys the stacks to MiniStack, and uses them through the deployment's own outputs. */
async function main(): Promise<number> {
  const steps = createSteps(write);
  const directory = await mkdtemp(join(tmpdir(), 'tracker-deploy-'));
  const end = () => write(`${steps.passed} passed, ${steps.failed} failed`);
  const watchdog = setTimeout(() => {
    write(`FAIL It took more than ${limit} s and was stopped.`);
    killAll();
    process.exit(1);
  }, limit * 1000);
  try {
    await tell(steps, directory);
  } catch {
    // The step has reported its error, and later steps need its result.
  } finally {
    clearTimeout(watchdog);
    killAll();
    await rm(directory, { recursive: true, force: true });
  }
  end();
  return steps.failed === 0 && steps.passed > 0 ? 0 : 1;
}

async function tell(steps: ReturnType<typeof createSteps>, directory: string): Promise<void> {
  const program = await steps.step('MiniStack is installed', installMiniStack);
  const stack = await steps.step('MiniStack is started on loopback', () =>
    startMiniStack(program, directory),
  );
  try {
    await tellStory({ steps, stack, directory });
  } catch (error) {
    await sleep(2000);
    const log = stack.log().split('\n');
    const errors = log.filter((line) => line.includes('"level":"ERROR"'));
    write(`Errors of the functions:\n${lastOf(errors, 10)}`);
    write(`The last that MiniStack said:\n${lastOf(log, 40)}`);
    throw error;
  } finally {
    await stack.stop();
  }
}

const lastOf = (lines: readonly string[], count: number): string =>
  lines
    .slice(-count)
    .map((line) => line.slice(0, 800))
    .join('\n');

process.exit(await main());
