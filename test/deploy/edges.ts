import { equal, match, ok } from 'node:assert/strict';
import { callAsynchronously, configurationOf, functionsPath } from './functions.ts';
import { until } from './steps.ts';
import type { World } from './world.ts';

type Report = { queue: string; kinds: string[]; found: number; healed: number; left: number };

/**
 * The scheduler calls asynchronously: Lambda retries, gives up and leaves a message. MiniStack's scheduler
 * does not, so the trial makes the call.
 */
export async function breakSchedule(world: World): Promise<void> {
  const { steps, ops } = world;
  const sweep = await configurationOf(world, 'Every minute');
  await steps.step('a sweep that cannot start ends in its dead-letter queue', async (say) => {
    await configure(world, sweep.FunctionName, { SPOILT: 'yes' });
    await callAsynchronously(world, sweep.FunctionName);
    await until('a dead letter', 90, async () => ((await sweepDeadLetters(world)) > 0 ? true : null));
    say(`${await sweepDeadLetters(world)} of them`);
  });
  await steps.step('once it is mended, a redrive clears them away and the next sweep runs', async () => {
    await configure(world, sweep.FunctionName, sweep.Environment.Variables);
    const mendedAt = new Date().toISOString();
    match(await ops.follow('redrive --dry-run'), /^sweep +[1-9]\d* +missed sweep$/m);
    const reports: Report[] = JSON.parse(await ops.follow('redrive --stage', '--json'));
    const found = reports.find(({ queue }) => queue === 'sweep');
    ok(found && found.healed > 0 && found.left === 0, JSON.stringify(reports));
    await until('a sweep', 150, async () => {
      const { lastSweep } = JSON.parse(await ops.follow('status', '--json'));
      return lastSweep > mendedAt ? true : null;
    });
    equal(await sweepDeadLetters(world), 0);
  });
}

async function sweepDeadLetters({ ops }: World): Promise<number> {
  const { deadLetters } = JSON.parse(await ops.follow('status', '--json'));
  return Number(deadLetters.sweep);
}

/** Spoils a function's environment, as somebody might in the console. */
async function configure({ stack }: World, name: string, Variables: object): Promise<void> {
  const answer = await fetch(`${stack.endpoint}${functionsPath}/${name}/configuration`, {
    method: 'PUT',
    body: JSON.stringify({ Environment: { Variables } }),
  });
  equal(answer.status, 200, await answer.text());
}
