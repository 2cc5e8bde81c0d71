import { expect, test } from 'vitest';
import { slotsOfEach } from '../../functions/core/webhook/sending/crowd.ts';
import { createDue } from '../../functions/sweep/due.ts';
import { answerAll } from '../deliver/crowd.ts';
import { deliveringOf, madeUp, start, subscribed } from '../deliver/delivering.ts';
import { answering, receiver, sendToLoopback, shortLimits } from '../deliver/receiver.ts';
import { freshTable } from '../support/engine/table.ts';
import { storeOf } from '../support/record-fixture.ts';

/** Three times as many as may be under way at once. */
const waiting = 3 * slotsOfEach;

test('a backlog whose doorbells were all lost is delivered within two sweeps: each one done rings for the next', async () => {
  const store = storeOf(await freshTable());
  await using to = await receiver(answering('200 OK'));
  const subscription = await subscribed(store, to.port);
  for (let sequence = 1; sequence <= waiting; sequence++) await madeUp(store, subscription, sequence);
  const send = sendToLoopback({ ...shortLimits, deadline: 60_000 });
  const { deliver, deps, rung } = deliveringOf(store, { send, random: Math.random });
  const due = createDue(deps);
  expect(await due(start)).toBe(slotsOfEach);
  await answerAll(deliver, rung);
  await due(start);
  await answerAll(deliver, rung);
  expect(to.requests).toHaveLength(waiting);
  expect(await due(start)).toBe(0);
});
