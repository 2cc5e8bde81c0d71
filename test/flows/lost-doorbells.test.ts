import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { minute } from '../../functions/core/instant.ts';
import { secretText } from '../../functions/core/webhook/signing/signature.ts';
import { keysOf, withRatification } from '../deliver/delivering.ts';
import { plain, receiver } from '../deliver/receiver.ts';
import { freshTable } from '../support/engine/table.ts';
import { idsIn, pipelineOf, verified } from './pipeline.ts';

const aStore = async () => withRatification(await freshTable());

test('a recorded change reaches its subscriber signed, without any sweep', async () => {
  const store = await aStore();
  await using to = await receiver((socket) => socket.end(plain('200 OK')));
  const { id } = await verified(store, to.port);
  const { revise, stream, drain } = pipelineOf(store);
  const change = await revise('Forced Labour Convention');
  await stream();
  await drain();
  expect(idsIn(to.requests)).toEqual([change]);
  const [head = '', body = ''] = (to.requests[0] ?? '').split('\r\n\r\n');
  const headers = Object.fromEntries(
    head
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(': ', 2)),
  );
  const age = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']));
  const verifier = new Webhook(secretText(keysOf(id)));
  if (age < 240) expect(verifier.verify(body, headers)).toMatchObject({ id: change });
  else expect(() => verifier.verify(body, headers)).toThrow(/timestamp/i);
});

test('with every doorbell of stream and functions lost, the sweep alone delivers everything once', async () => {
  const store = await aStore();
  await using to = await receiver((socket) => socket.end(plain('200 OK')));
  await using other = await receiver((socket) => socket.end(plain('200 OK')));
  await verified(store, to.port);
  await verified(store, other.port, { instruments: ['ilo-c029'] });
  const { revise, stream, drain, sweep, pass } = pipelineOf(store, { isLost: (from) => from !== 'sweep' });
  const changes = [];
  for (const text of ['one', 'two', 'three']) changes.push(await revise(text));
  await stream();
  await drain();
  expect(to.requests).toEqual([]);
  for (let turn = 0; turn < 4; turn++) {
    await sweep();
    await drain();
    pass(minute);
  }
  expect(idsIn(to.requests).sort()).toEqual(changes);
  expect(
    idsIn(other.requests)
      .filter((id) => id.startsWith('chg_'))
      .sort(),
  ).toEqual(changes);
});

test('with every doorbell lost, failures are still tried again at their time by the sweep alone', async () => {
  const store = await aStore();
  let isWell = false;
  await using to = await receiver((socket) =>
    socket.end(plain(isWell ? '200 OK' : '500 Internal Server Error')),
  );
  await verified(store, to.port);
  const { revise, drain, sweep, pass } = pipelineOf(store, { isLost: (from) => from !== 'sweep' });
  const change = await revise('Forced Labour Convention');
  const sweepFor = async (minutes: number) => {
    for (let passed = 0; passed < minutes; passed++) {
      await sweep();
      await drain();
      pass(minute);
    }
  };
  await sweepFor(8);
  expect(to.requests).toHaveLength(3);
  isWell = true;
  await sweepFor(32);
  expect(idsIn(to.requests)).toEqual([change, change, change, change]);
});
