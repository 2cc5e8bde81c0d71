import type { IncomingMessage } from 'node:http';

/** Whether a request says itself that its body has more than so many bytes. */
export const saysTooMuch = ({ headers }: IncomingMessage, largest: number): boolean =>
  Number(headers['content-length'] ?? 0) > largest;

/** The whole body, unless there is more of it than `largest` bytes or the client went away; no more than that is held. */
export function readBody(
  request: IncomingMessage,
  largest: number,
): Promise<Buffer | 'too-large' | 'aborted'> {
  if (saysTooMuch(request, largest)) return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largest) return chunks.push(chunk);
      chunks.length = 0;
      return resolve('too-large');
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('close', () => resolve('aborted'));
    request.on('error', () => resolve('aborted'));
  });
}
