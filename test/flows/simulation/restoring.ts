import { changeId, padSequence } from '../../../functions/core/ids.ts';
import { hour, later, minute } from '../../../functions/core/instant.ts';
import type { Instances } from './instances.ts';
import type { Request } from './judging/events.ts';
import { latest } from './judging/journal.ts';
import { isWanted } from './judging/wanted.ts';
import { type Answer, asking, idsIn } from './owners.ts';
import { interleave } from './steps.ts';
import type { World } from './world.ts';

/**
 * In a healed world, lets every owner ask for what was missed, and receive it; answers what is still missing.
 */
export async function restore(
  world: World,
  instances: Instances,
  rest: () => Promise<void>,
): Promise<string[]> {
  const found: string[] = [];
  const ask = async (request: Request): Promise<Answer> => {
    let answer: Answer = { status: 0, json: {} };
    await interleave(world, [
      asking(world, instances, request, (told) => {
        answer = told;
      }),
    ]);
    return answer;
  };
  world.clock.ms += 2 * minute;
  for (const id of idsIn(world)) {
    if (statusOf(world, id) === 'pending')
      await ask({ method: 'POST', target: `/v1/subscriptions/${id}/verify` });
  }
  await rest();
  for (const id of idsIn(world)) found.push(...(await enable(world, id, ask)));
  for (const id of idsIn(world)) found.push(...(await replay(id, ask)));
  await rest();
  return [...found, ...idsIn(world).flatMap((id) => lacksOf(world, id))];
}

type Ask = (request: Request) => Promise<Answer>;

const statusOf = ({ journal }: World, id: string) => latest(journal.subscription(id))?.status;

/** Checks that the missed events were counted rightly. */
async function enable(world: World, id: string, ask: Ask): Promise<string[]> {
  const { status, json } = await ask({ method: 'POST', target: `/v1/subscriptions/${id}/enable` });
  if (status !== 200) return [`${id} cannot be enabled: ${status} ${JSON.stringify(json)}`];
  const missed = json.missed as Record<string, unknown>;
  const expected = missedOf(world, id);
  const isSame = Object.entries(expected).every(([name, count]) => missed[name] === count);
  return isSame ? [] : [`${id} missed ${JSON.stringify(expected)}, and is told ${JSON.stringify(missed)}`];
}

function owedTo(world: World, id: string) {
  const { journal } = world;
  const from = latest(journal.subscription(id))?.receivesAfter ?? 0;
  return [...journal.changes.values()].flatMap((image) => {
    const change = image.value;
    if (!change || change.sequence <= from || !isWanted(world, id, image)) return [];
    return [{ change, row: latest(journal.row(id, padSequence(change.sequence))) }];
  });
}

/**
 * What was missed within the 30 days that are counted, because a world with many faults takes longer to heal.
 */
function missedOf(world: World, id: string): Record<string, number> {
  const counts: Record<string, number> = { held: 0, exhausted: 0, missing: 0 };
  const from = later(new Date(world.clock.ms).toISOString(), -30 * 24 * hour);
  for (const { change, row } of owedTo(world, id)) {
    if (change.committedAt < from) continue;
    const state = row?.status ?? 'missing';
    if (state in counts) counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

async function replay(id: string, ask: Ask): Promise<string[]> {
  let next: object | null = { afterSequence: 0, only: 'undelivered' };
  while (next) {
    const { status, json } = await ask({
      method: 'POST',
      target: `/v1/subscriptions/${id}/replay`,
      body: next,
    });
    if (status !== 202) return [`a replay for ${id} is answered ${status}: ${JSON.stringify(json)}`];
    next = json.next as object | null;
  }
  return [];
}

const lacksOf = (world: World, id: string): string[] =>
  owedTo(world, id)
    .filter(({ row }) => row?.status !== 'delivered')
    .map(
      ({ change, row }) => `${id} lacks ${changeId(change.sequence)}, even after a replay: ${row?.status}`,
    );
