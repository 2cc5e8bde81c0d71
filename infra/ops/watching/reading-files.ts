import { readFile, stat } from 'node:fs/promises';
import type { Day } from '../../../functions/core/calendar.ts';
import { compare } from '../../../functions/core/depositary/comparing/compare.ts';
import type { Difference } from '../../../functions/core/depositary/comparing/difference.ts';
import { heldInReading } from '../../../functions/core/depositary/comparing/held.ts';
import { knownParticipants } from '../../../functions/core/depositary/participants.ts';
import { mostBytes, readDocument } from '../../../functions/core/depositary/read-document.ts';
import type { Reading } from '../../../functions/core/depositary/reading.ts';
import { Refusal } from '../../local/refusal.ts';
import type { OnRecord } from './record-of.ts';

/** A saved document, read and compared. */
export type Compared = {
  file: string;
  bytes: Uint8Array;
  reading: Reading;
  /** None where the reading is not whole: nothing may rest on it. */
  differences: Difference[];
  /** What it was compared with. */
  with: 'record' | 'document' | 'nothing';
};

export type Asking = { asAt?: Day; against?: string; today: Day };

/** Reads one saved document and compares it, with the record or with another saved document. */
export async function readAndCompare(file: string, record: OnRecord, asking: Asking): Promise<Compared> {
  const participants = knownParticipants(record.states);
  const bytes = await readSaved(file);
  const reading = readDocument(bytes, { participants, statusAsAt: asking.asAt });
  const earlier = asking.against && readDocument(await readSaved(asking.against), { participants });
  const own = earlier ? { held: heldInReading(earlier), since: earlier.statusAsAt } : await heldFor(reading);
  const differences =
    own && reading.whole ? compare(reading, { ...own, since: own.since ?? undefined, nameOf }) : [];
  return { file, bytes, reading, differences, with: own ? (earlier ? 'document' : 'record') : 'nothing' };

  async function heldFor({ reference, statusAsAt }: Reading) {
    const held = reference && (await record.held(reference, statusAsAt ?? asking.today));
    return held ? { held, since: undefined } : undefined;
  }

  function nameOf(code: string): string {
    return record.states.find((state) => state.code === code)?.name ?? code;
  }
}

/** A larger file is read no further than shows that it is too large. */
async function readSaved(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > 4 * mostBytes) return new Uint8Array(mostBytes + 1);
    return await readFile(file);
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new Refusal(`${JSON.stringify(file)} could not be read (${code}).`);
  }
}
