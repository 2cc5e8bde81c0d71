import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

const usual = '127.0.0.1';

/**
 * A loopback address that no web page finds by trying: one of 16 million, which with the port makes 2^40
 * places. It is 127.0.0.1 only where the system allows no other (macOS by default).
 */
export async function hiddenAddress(): Promise<string> {
  const address = `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
  return freePort(address).then(
    () => address,
    () => usual,
  );
}

/** Whether a page in this machine's browser could find the address by trying ports. */
export const isUsual = (address: string): boolean => address === usual;

/** A port that was free a moment ago. */
export async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  if (bound === null || typeof bound === 'string') throw new Error('A TCP server has a port');
  return bound.port;
}
