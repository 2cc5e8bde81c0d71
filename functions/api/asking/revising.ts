import { DomainError } from '../../core/errors.ts';
import { matchNames } from '../../lib/http/etag.ts';

type Versioned = { id: string; version: number; recordedAt?: string };

/**
 * The tag of one version. It moves only with the thing itself, so `If-Match` fails for nothing else. Where
 * people choose the id, the tag has the instant too, because two tables restored from one may each have made
 * that version.
 */
export const versionTag = ({ id, version, recordedAt }: Versioned): string =>
  recordedAt ? `"${id}.${version}.${Date.parse(recordedAt).toString(36)}"` : `"${id}.${version}"`;

/**
 * The version that a writer has seen (`If-Match`), or 0 to add (`If-None-Match: *`).
 * @throws DomainError `precondition-required` without either header, `precondition-failed` for another
 * version
 */
export function versionSeen(
  known: Versioned | undefined,
  request: { header: (name: string) => string | undefined },
): number {
  const ifMatch = request.header('if-match');
  if (ifMatch !== undefined) {
    if (known && matchNames(ifMatch, versionTag(known))) return known.version;
    throw new DomainError(
      'precondition-failed',
      known ? `It is at ${versionTag(known)} now; read it again.` : 'There is nothing to revise yet.',
    );
  }
  if (request.header('if-none-match')?.trim() === '*') return 0;
  throw new DomainError(
    'precondition-required',
    'Give If-Match with the ETag of the version you revise, or If-None-Match: * to add.',
  );
}
