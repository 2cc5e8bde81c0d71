import { existsSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import * as z from 'zod';

/** What is made when the project is built: `events` and `problems` by their names, each as JSON. */
const Packed = z.lazy(() =>
  z.object({
    openapi: z.string(),
    docs: z.string(),
    styleHash: z.string(),
    entry: z.object({ name: z.string(), about: z.string(), links: z.record(z.string(), z.string()) }),
    events: z.record(z.string(), z.string()),
    problems: z.record(z.string(), z.string()),
  }),
);
export type Packed = z.infer<typeof Packed>;

let unpacked: Packed | undefined;

/** Beside the bundle, as beside this file. */
const place = new URL('./packed.json', import.meta.url);

/** A file of its own and compressed: the function's size is what its cold start waits for. */
export const unpack = (): Packed => {
  unpacked ??= Packed.parse(JSON.parse(brotliDecompressSync(readPacked()).toString()));
  return unpacked;
};

function readPacked(): Buffer {
  if (!existsSync(place)) throw new Error('packed.json is missing: npm run openapi');
  const { brotli } = z.object({ brotli: z.string() }).parse(JSON.parse(readFileSync(place, 'utf8')));
  return Buffer.from(brotli, 'base64');
}
