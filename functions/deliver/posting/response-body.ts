import type { IncomingMessage } from 'node:http';
import { whenAborted } from './aborting.ts';

/**
 * Answers the first `kept` bytes of a body as text, once it ends or fails, `read` bytes have come, or a
 * signal aborts. A body neither holds us longer nor changes what the status said.
 */
export function readStart(
  response: IncomingMessage,
  { read, kept }: { read: number; kept: number },
  signals: readonly AbortSignal[],
): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = () => resolve(Buffer.concat(chunks).subarray(0, kept).toString('utf8'));
  response.on('data', (chunk: Buffer) => {
    if (size < kept) chunks.push(chunk);
    size += chunk.length;
    if (size >= read) {
      response.pause();
      finish();
    }
  });
  response.once('end', finish).once('close', finish).on('error', finish);
  return promise.finally(whenAborted(signals, finish));
}
