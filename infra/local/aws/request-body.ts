import type { IncomingMessage } from 'node:http';

/** Whether a request's own headers say that its body has more bytes than `largest`. */
export const saysTooMuch = ({ headers }: IncomingMessage, largest: number): boolean =>
  Number(headers['content-length'] ?? 0) > largest;

/** Bytes per byte of body in one-byte chunks: `1`, two line ends, and the byte. */
const mostPerByte = 6;

/** Bytes that the connection may have brought besides, such as the head and following requests. */
const beside = 64 * 1024;

/**
 * The whole body, unless it has more than `largest` bytes or the client left; it never holds more. A body
 * wrapped in far more bytes than its own is too large as well, because chunk extensions have no limit of
 * their own.
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
