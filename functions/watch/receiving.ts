import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Bytes that may arrive besides the body: headers, and the lengths of chunks. */
const beside = 128 * 1024;

/** Limits all bytes received, because interim answers and chunk extensions have no limit of their own. */
export function boundArrivals(outgoing: ClientRequest, most: number): void {
  let arrived = 0;
  let answer: IncomingMessage | undefined;
  outgoing.on('response', (response) => {
    answer = response;
  });
  const count = ({ length }: Buffer) => {
    arrived += length;
    if (arrived > most + beside) (answer ?? outgoing).destroy(tooLarge(most));
  };
  outgoing.on('socket', (socket) => socket.on('data', count));
}

const tooLarge = (most: number): Error => new Error(`it is larger than ${most / 1024 / 1024} MB`);

/** Bytes are counted after decompression too, because a few kilobytes may unfold into gigabytes. */
export async function bodyOf(response: IncomingMessage, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decompressed(response)) {
    size += chunk.length;
    if (size > most) throw tooLarge(most);
    chunks.push(chunk);
  }
  const announced = Number(response.headers['content-length'] ?? Number.NaN);
  const isPlain = !response.headers['content-encoding'];
  if (!response.complete || (isPlain && announced > size)) throw new Error('it was cut off');
  return Buffer.concat(chunks);
}

function decompressed(response: IncomingMessage): Readable {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const unpack = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
    identity: null,
  }[encoding];
  if (unpack === undefined) throw new Error(`it is encoded as ${encoding.slice(0, 40)}`);
  if (!unpack) return response;
  const stream = unpack();
  response
    .on('error', (error) => stream.destroy(error))
    .on('aborted', () => stream.destroy(new Error('it was cut off')));
  return response.pipe(stream);
}
