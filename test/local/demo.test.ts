import { spawn } from 'node:child_process';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { openReceiver } from '../../infra/local/demo/receiver.ts';
import { tell } from '../../infra/local/demo/story.ts';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';

let laptop: TestLaptop;
beforeAll(async () => {
  laptop = await aLaptop();
}, 300_000);

/** Keeps the processors busy until the test ends. */
function keepBusy(): void {
  const busy = [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;);']));
  onTestFinished(() => {
    for (const child of busy) child.kill('SIGKILL');
  });
}

const record = '/v1/states/CHN/participations/iccpr';

async function retractRatification(): Promise<void> {
  const headers = { authorization: `Bearer ${laptop.editorKey}`, 'content-type': 'application/json' };
  const { actions } = (await (await fetch(`${laptop.url}${record}`)).json()) as {
    actions: { id: string; kind: string }[];
  };
  const { id } = actions.find(({ kind }) => kind === 'ratification') ?? {};
  const body = JSON.stringify({ correction: 'retraction', reason: 'It never happened.' });
  const response = await fetch(`${laptop.url}${record}/actions/${id}/corrections`, {
    method: 'POST',
    headers,
    body,
  });
  expect(response.status).toBe(201);
}

/** Changes that fan-out has not reached and that a new subscription would want. */
async function announce(): Promise<void> {
  const writing = { now: () => new Date().toISOString(), by: 'test' };
  for (let count = 0; count < 5; count += 1) await laptop.store.cataloguing.announceImport(1, 1, writing);
}

test('the demonstration holds twice in a row on a busy machine, however late fan-out is', async () => {
  keepBusy();
  for (let round = 0; round < 2; round += 1) {
    const receiver = await openReceiver();
    const said: string[] = [];
    await announce();
    await tell(laptop, receiver, (line) => said.push(line));
    await receiver.close();
    expect(said.filter((line) => line.endsWith('the same bytes again'))).toHaveLength(2);
    expect(said.join('\n')).not.toContain('dataset.imported');
    await retractRatification();
  }
}, 600_000);
