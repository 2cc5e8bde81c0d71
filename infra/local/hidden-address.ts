import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

const usual = '127.0.0.1';

/**
 * An address of this machine's loopback that no web page finds by trying: one of 16 million, which with the port makes
 * 2^40 places. Never 127.0.0.1 itself, except where the system gives out no other (macOS, unless told to).
 */
export async function hiddenAddress(): Promise<string> {
  const address = `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
  return freePort(address).then(
    () => address,
    () => usual,
  );
}

/** Whether pages of this machine's browsers can find what listens there by trying its ports. */
export const isUsual = (address: string): boolean => address === usual;

/** A port that was free at an address a moment ago. */
export async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  if (bound === null || typeof bound === 'string') throw new Error('A TCP server has a port');
  return bound.port;
}
