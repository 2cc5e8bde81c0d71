import { equal } from 'node:assert/strict';
import type { Client } from './deploying/client.ts';
import type { Receiver } from './receiver.ts';
import { until } from './steps.ts';
import type { World } from './world.ts';

/** Subscribes; answers the id once the URL has answered. */
export async function subscribe({ steps }: World, client: Client, receiver: Receiver): Promise<string> {
  return await steps.step('a receiver subscribes and proves that it wants the events', async () => {
    const { status, json, text } = await client.post('/v1/subscriptions', {
      url: receiver.url,
      filter: { types: ['treaty.*'], states: ['CHN'] },
      description: 'test receiver',
    });
    equal(status, 201, text);
    receiver.trust(json.secret);
    await until('the URL is verified', 60, async () => {
      const now = await client.get(`/v1/subscriptions/${json.id}`);
      return now.json.status === 'active' ? true : null;
    });
    return json.id;
  });
}

type Act = { kind: string; instrument: string };

export async function deliverAct(
  { steps }: World,
  client: Client,
  receiver: Receiver,
  { kind, instrument }: Act,
) {
  const doneOn = new Date().toISOString().slice(0, 10);
  const sequences = await steps.step(`an editor records: ${kind}, ${instrument}`, async (say) => {
    const citation = { title: 'A notification made up for this test', tier: 'primary', seenOn: doneOn };
    const url = 'https://treaties.un.org/';
    const { status, json, text } = await client.post(`/v1/states/CHN/participations/${instrument}/actions`, {
      kind,
      doneOn,
      sources: [{ ...citation, url }],
    });
    equal(status, 201, text);
    say(`changes ${json.sequences.join(', ')}`);
    return json.sequences as number[];
  });
  await steps.step('the receiver gets each change, signed, word for word as the feed has it', async () => {
    for (const sequence of sequences) {
      const { body } = await until(`change ${sequence}`, 90, async () => receiver.event(sequence));
      const feed = await client.get(`/v1/changes/${sequence}`);
      equal(body, feed.text);
    }
    equal(receiver.refused.length, 0, receiver.refused.join('; '));
  });
}

export async function sweepOnSchedule({ steps, ops }: World): Promise<void> {
  await steps.step('the schedule runs the sweep by itself', async (say) => {
    const status = await until('a sweep', 150, async () => {
      const { lastSweep } = JSON.parse(await ops.follow('status', '--json'));
      return typeof lastSweep === 'string' ? lastSweep : null;
    });
    say(status);
    await ops.follow('status');
  });
}
