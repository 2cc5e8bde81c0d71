import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const toGzip = promisify(gzip);
const fromGzip = promisify(gunzip);

/** A body in gzip, as whoever makes it sends it. */
export type Packed = { body: Uint8Array; encoding: 'gzip' };

/** Takes a third of the time of the usual level, for a third more bytes. */
const quick = { level: 1 };

/** A large text, compressed once for all who ask for it. */
export const packed = async (texts: readonly string[]): Promise<Packed> => ({
  body: await toGzip(Buffer.concat(texts.map((text) => Buffer.from(text))), quick),
  encoding: 'gzip',
});

/** What was packed, for one who takes no gzip. */
export const unpacked = async (base64: string): Promise<Buffer> => fromGzip(Buffer.from(base64, 'base64'));
