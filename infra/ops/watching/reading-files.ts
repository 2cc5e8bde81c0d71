import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Day } from '../../../functions/core/calendar.ts';
import { compare } from '../../../functions/core/depositary/comparing/compare.ts';
import type { Difference } from '../../../functions/core/depositary/comparing/difference.ts';
import { heldInReading } from '../../../functions/core/depositary/comparing/held-in-reading.ts';
import { knownParticipants } from '../../../functions/core/depositary/participants.ts';
import { largestDocument, notRead, readDocument } from '../../../functions/core/depositary/read-document.ts';
import type { Reading } from '../../../functions/core/depositary/reading.ts';
import { outsiders } from '../../../functions/watch/outsiders.ts';
import { Refusal } from '../../local/refusal.ts';
import { surroundings } from '../surroundings.ts';
import { reasonOf } from '../terminal.ts';
import type { OnRecord } from './record-of.ts';

/** A saved document, read and compared. */
export type ComparedReading = {
  file: string;
  sha256: string;
  bytes: Uint8Array;
  reading: Reading;
  /** Empty if the reading is not whole, because nothing may rest on it. */
  differences: Difference[];
  /** What it was compared with. */
  with: 'record' | 'document' | 'nothing';
  /** Whether the file does not exist, or may not be read. */
  missing: boolean;
};

export type ReadingOptions = { asAt?: Day; against?: string };

/** Reads a saved document and compares it with the record, or with another saved document. */
export async function readAndCompare(
  file: string,
  record: OnRecord,
  asking: ReadingOptions,
): Promise<ComparedReading> {
  const participants = knownParticipants(record.states, outsiders);
  const bytes = await readSaved(file);
  if (typeof bytes === 'string') return missing(file, notRead(bytes, { participants }));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const reading = readDocument(bytes, { participants, statusAsAt: asking.asAt });
  const read = { file, sha256, bytes, reading, missing: false };
  if (!reading.whole) return { ...read, differences: [], with: 'nothing' };
  if (asking.against) {
    const saved = await readSaved(asking.against);
    if (typeof saved === 'string') throw new Refusal(saved);
    const earlier = readDocument(saved, { participants });
    if (!earlier.whole)
      throw new Refusal(`${JSON.stringify(asking.against)} is not whole: ${earlier.reasons.join(' ')}`);
    const nameOf = (code: string): string => record.states.find((one) => one.code === code)?.name ?? code;
    const comparing = { held: heldInReading(earlier), since: earlier.statusAsAt ?? undefined, nameOf };
    return { ...read, differences: compare(reading, comparing), with: 'document' };
  }
  const differences = await record.differences(reading);
  return { ...read, differences: differences ?? [], with: differences ? 'record' : 'nothing' };
}

const missing = (file: string, reading: Reading): ComparedReading => ({
  file,
  sha256: '',
  bytes: new Uint8Array(),
  reading,
  differences: [],
  with: 'nothing',
  missing: true,
});

/** A file's bytes, or why there are none; of a file that is too large it reads no more than shows that. */
async function readSaved(file: string): Promise<Uint8Array | string> {
  if (file === '-') return readPiped();
  try {
    const { size } = await stat(file);
    if (size > largestDocument) return new Uint8Array(largestDocument + 1);
    return await readFile(file);
  } catch (error) {
    const fault = error as NodeJS.ErrnoException;
    return fault.code === 'EISDIR'
      ? `${JSON.stringify(file)} is a directory: name the files in it, such as ${join(file, '*.html')}.`
      : `${JSON.stringify(file)} could not be read: ${reasonOf(fault)}.`;
  }
}

/** The bytes of standard input; of too much it reads no more than shows that. */
async function readPiped(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of surroundings().stdin) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > largestDocument) break;
  }
  return Buffer.concat(chunks);
}
