import type { IncomingMessage } from 'node:http';

/** Whether a request says itself that its body has more than so many bytes. */
export const saysTooMuch = ({ headers }: IncomingMessage, largest: number): boolean =>
  Number(headers['content-length'] ?? 0) > largest;

/** As chunks of one byte each have it: `1`, two ends of line and the byte. */
const mostPerByte = 6;

/** What the connection may have brought beside, such as the head and requests that follow. */
const beside = 64 * 1024;

/**
 * The whole body, unless there is more of it than `largest` bytes or the client went away; no more than that is held. Too
 * large is also what comes wrapped in far more than it has itself: extensions of chunks have no limit of their own.
 */
export function readBody(
  request: IncomingMessage,
  largest: number,
): Promise<Buffer | 'too-large' | 'aborted'> {
  if (saysTooMuch(request, largest)) return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const { socket } = request;
    const before = socket.bytesRead;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      const isWrapped = socket.bytesRead - before > size * mostPerByte + beside;
      if (size <= largest && !isWrapped) return chunks.push(chunk);
      chunks.length = 0;
      return resolve('too-large');
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('close', () => resolve('aborted'));
    request.on('error', () => resolve('aborted'));
  });
}
