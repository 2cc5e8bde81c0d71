import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test, vi } from 'vitest';
import { freshTable } from '../../support/engine/table.ts';

setFlagsFromString('--expose-gc');
const collect: (how: { type: 'minor' }) => void = runInNewContext('gc');

const times = 100;
const text = 'a'.repeat(20_000);

test('answers that have been read go with what is collected young, not with the whole heap', async () => {
  const { client, name: TableName } = await freshTable();
  const Key = { pk: 'A', sk: 'A' };
  await client.send(new PutCommand({ TableName, Item: { ...Key, text } }));
  const read = async (): Promise<void> => {
    const { Item } = await client.send(new GetCommand({ TableName, Key }));
    expect(Item?.text).toBe(text);
  };
  const kept = (): number => {
    for (let survived = 0; survived < 2; survived += 1) collect({ type: 'minor' });
    return process.memoryUsage().arrayBuffers;
  };
  await read();
  const before = kept();
  for (let time = 0; time < times; time += 1) await read();
  await vi.waitFor(() => expect(kept() - before).toBeLessThan((times * text.length) / 4));
});
