import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Circumstances } from '../../../functions/core/depositary/judging.ts';
import { knownParticipants } from '../../../functions/core/depositary/participants.ts';
import { readDocument } from '../../../functions/core/depositary/read-document.ts';
import type { Reading } from '../../../functions/core/depositary/reading.ts';
import type { State } from '../../../functions/core/state.ts';
import { outsiders } from '../../../functions/watch/outsiders.ts';

const file = join(import.meta.dirname, '../../../seeds/participants.json');
export const participants = knownParticipants(JSON.parse(readFileSync(file, 'utf8')) as State[], outsiders);

/** Reads as the project does, with the participants of the seeds. */
export const read = (document: string | Uint8Array, more: Partial<Circumstances> = {}): Reading =>
  readDocument(typeof document === 'string' ? new TextEncoder().encode(document) : document, {
    participants,
    ...more,
  });

/** One participant's dates in short: `accession 2007-10-04`, in brackets if they no longer count. */
export const datesOf = ({ rows }: Reading, participant: string): string[] =>
  (rows.find((row) => row.participant === participant)?.cells ?? []).map(({ kind, on, withdrawn }) =>
    withdrawn ? `[${kind} ${on}]` : `${kind} ${on}`,
  );
