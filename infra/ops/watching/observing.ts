import { treatyPage } from '../../../functions/core/depositary/untc/reference.ts';
import type { ObservedDocument } from '../../../functions/core/record/proposal.ts';
import type { Observed } from '../../../functions/store/depositary/observing.ts';
import { requireRightClock } from '../clock.ts';
import { now } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { ComparedReading } from './reading-files.ts';

export type Stored = { stored: Observed[] } | { left: string };

/** Keeps what a saved document shows: its proposals, then the reading. If it cannot be kept, it says why. */
export async function keepObserved(
  { store, url, keepDocument }: Deployment,
  { reading, sha256, bytes, with: comparedWith }: ComparedReading,
): Promise<Stored> {
  if (!reading.whole) return { left: 'it is not whole' };
  if (reading.statusAsAt === null) return { left: 'it bears no day: say for which it speaks with --as-at' };
  if (comparedWith === 'nothing') return { left: 'its instrument is not on record' };
  await requireRightClock({ url });
  await keepDocument(sha256, bytes);
  const document = documentOf(reading.reference, reading.statusAsAt, reading.heading.title, sha256);
  return { stored: await store.observe({ reading, document }, { now, by: 'watch' }) };
}

const documentOf = (
  reference: string | null,
  statusAsAt: string,
  title: string,
  sha256: string,
): ObservedDocument => ({
  title: `${reference}: ${title || 'ratifications'}, the depositary’s list of participants`.slice(0, 500),
  ...(treatyPage(reference ?? '') && { url: treatyPage(reference ?? '') }),
  statusAsAt,
  seenOn: now().slice(0, 10),
  sha256,
});
