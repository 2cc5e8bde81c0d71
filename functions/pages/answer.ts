import type { Packed } from '../lib/http/packing.ts';

type Body = { body: string | Uint8Array; encoding?: never } | Packed;

/** A form of the record other than HTML; `about` is the address where its columns are described. */
export type File = Body & { type: string; name?: string; about?: string };

/** A redirect to another page that answers the question. */
export type Elsewhere = { location: string };
