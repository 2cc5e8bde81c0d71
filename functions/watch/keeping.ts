import { createHash } from 'node:crypto';

/**
 * Keeps documents as they were fetched, by the SHA-256 in hex that names them. To keep one again changes none
 * of its bytes.
 */
export type Keep = (sha256: string, bytes: Uint8Array) => Promise<void>;

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
