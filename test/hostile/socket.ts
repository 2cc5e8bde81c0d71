import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export type Heard = { status: number; headers: Record<string, string>; body: string };

/** Writes raw bytes to a socket; answers the last response before it closed or refused more. */
export async function exchange(port: number, ...parts: (string | Buffer)[]): Promise<Heard> {
  const socket = connect(port, '127.0.0.1');
  const heard: Buffer[] = [];
  socket.on('data', (chunk) => heard.push(chunk));
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const part of parts) socket.write(part);
  await Promise.race([closed, setTimeout(10_000, undefined, { ref: false })]);
  socket.destroy();
  return parse(Buffer.concat(heard).toString('latin1'));
}

function parse(text: string): Heard {
  const answers = text.split(/(?=HTTP\/1\.1 \d{3} )/).filter((part) => part !== '');
  const [head = '', ...body] = (answers.at(-1) ?? '').split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]),
    headers: Object.fromEntries(
      Array.from(head.matchAll(/^([\w-]+): ([^\r\n]*)/gm), ([, name = '', value = '']) => [
        name.toLowerCase(),
        value,
      ]),
    ),
    body: Buffer.from(body.join('\r\n\r\n'), 'latin1').toString(),
  };
}
