import { createHash } from 'node:crypto';

/** Keeps a document as fetched, named by its SHA-256 in hex. Keeping it again changes nothing. */
export type Keep = (sha256: string, bytes: Uint8Array) => Promise<void>;

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
