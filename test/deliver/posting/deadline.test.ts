import { createServer as createTcp, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { verdictOn } from '../../../functions/core/webhook/sending/verdict.ts';
import { listening, plain, posting, receiver, sendToLoopback, shortLimits } from '../receiver.ts';

const now = '2026-11-23T18:15:20.000Z';
const send = sendToLoopback();

describe('one deadline', () => {
  const isTimely = (total: number) => total < shortLimits.deadline + 400;

  test('a receiver that never answers times out', async () => {
    await using to = await receiver(() => {});
    const { answer, times } = await send(posting(to.port));
    expect(answer).toEqual({ kind: 'failed', code: 'timeout' });
    expect(times.total).toBeGreaterThanOrEqual(shortLimits.deadline - 5);
    expect(isTimely(times.total)).toBe(true);
    await expect.poll(to.open).toBe(0);
  });

  test('WH-19 dripping headers cannot hold a slot longer than the deadline', async () => {
    await using to = await receiver((socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx: ', 'y'));
    const { answer, times } = await send(posting(to.port));
    expect(answer).toEqual({ kind: 'failed', code: 'timeout' });
    expect(isTimely(times.total)).toBe(true);
  });

  test('WH-19 a dripping body cannot hold a slot longer than the deadline, and is delivered all the same', async () => {
    await using to = await receiver((socket) =>
      drip(socket, 'HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n', 'y'),
    );
    const { answer, times, body } = await send(posting(to.port));
    expect(verdictOn(answer, now)).toEqual({ kind: 'delivered' });
    expect(body).toMatch(/^y+$/);
    expect(isTimely(times.total)).toBe(true);
    await expect.poll(to.open).toBe(0);
  });

  test('WH-19 nor can informational answers without end', async () => {
    await using to = await receiver((socket) => drip(socket, '', 'HTTP/1.1 103 Early Hints\r\n\r\n'));
    const { answer, times } = await send(posting(to.port));
    expect(answer).toEqual({ kind: 'failed', code: 'timeout' });
    expect(isTimely(times.total)).toBe(true);
  });

  test('WH-19 nor a handshake that never comes', async () => {
    await using to = await listening(createTcp(() => {}));
    const { answer, times } = await send(posting(to.port, 'https'));
    expect(answer).toEqual({ kind: 'failed', code: 'timeout' });
    expect(isTimely(times.total)).toBe(true);
  });

  test.each(['200 OK', '500 Internal Server Error'])(
    'WH-20 5 MB after %s change no verdict',
    async (status) => {
      await using to = await receiver((socket) => socket.end(plain(status, [], 'x'.repeat(5_000_000))));
      const { answer, body } = await send(posting(to.port));
      expect(answer).toMatchObject({ kind: 'answered', status: Number(status.slice(0, 3)) });
      expect(body).toBe('x'.repeat(shortLimits.kept));
    },
  );

  test('WH-20 an endless body is cut off at once', async () => {
    await using to = await receiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(`400\r\n${'x'.repeat(1024)}\r\n`));
      };
      socket.on('drain', more);
      more();
    });
    const { answer, times, body } = await sendToLoopback({ ...shortLimits, deadline: 10_000 })(
      posting(to.port),
    );
    expect(verdictOn(answer, now).kind).toBe('delivered');
    expect(body.length).toBe(shortLimits.kept);
    expect(times.total).toBeLessThan(5_000);
    await expect.poll(to.open).toBe(0);
  });
});

/** Writes a beginning, then one piece every 20 ms while the other side stays. */
function drip(socket: Socket, beginning: string, piece: string): void {
  socket.write(beginning);
  const timer = setInterval(() => socket.write(piece), 20);
  socket.on('close', () => clearInterval(timer));
}
