import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { countBacklog } from '../../../infra/local/pumps/backlog.ts';

/** A client whose requests end when the test says. */
function slowClient() {
  const open: { end: (value: string) => void; fail: (error: Error) => void }[] = [];
  const send = () =>
    new Promise((end, fail) => {
      open.push({ end, fail });
    });
  return { client: { send, config: 'its own' } as unknown as DynamoDBDocumentClient, open };
}

test('there is room again once fewer requests are under way, also where they fail', async () => {
  const { client, open } = slowClient();
  const backlog = countBacklog(client, 2);
  await backlog.room();
  const answers = [1, 2, 3].map(() => backlog.client.send({} as never).catch(({ message }) => message));
  let isRoom = false;
  const waiting = backlog.room().then(() => {
    isRoom = true;
  });
  open[0]?.end('done');
  expect(await answers[0]).toBe('done');
  expect(isRoom).toBe(false);
  open[1]?.fail(new Error('refused'));
  expect(await answers[1]).toBe('refused');
  await waiting;
  open[2]?.end('done');
  await answers[2];
});

test('what is asked through the client itself is not counted, and the counted one is like it', async () => {
  const { client, open } = slowClient();
  const backlog = countBacklog(client, 1);
  const asked = client.send({} as never);
  await backlog.room();
  expect(backlog.client.config).toBe('its own');
  open[0]?.end('done');
  await asked;
});
