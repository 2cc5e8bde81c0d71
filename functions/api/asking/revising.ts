import { DomainError } from '../../core/errors.ts';
import { matchNames } from '../../lib/http/etag.ts';

type Versioned = { id: string; version: number; recordedAt?: string };

/**
 * The tag of one version: it moves only with the thing itself, so that `If-Match` fails for nothing else. With its
 * instant where the id is one that people give: tables that came apart may both have made such a version.
 */
export const versionTag = ({ id, version, recordedAt }: Versioned): string =>
  recordedAt ? `"${id}.${version}.${Date.parse(recordedAt).toString(36)}"` : `"${id}.${version}"`;

/**
 * The version that a writer has seen, by `If-Match`, or 0 where it means to add, by `If-None-Match: *`.
 * @throws DomainError `precondition-required` where it says neither, `precondition-failed` where it has seen another
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
      known ? `It is at ${versionTag(known)} now; read it again.` : 'There is nothing yet to revise.',
    );
  }
  if (request.header('if-none-match')?.trim() === '*') return 0;
  throw new DomainError(
    'precondition-required',
    'Give If-Match with the ETag of the version you revise, or If-None-Match: * to add.',
  );
}
