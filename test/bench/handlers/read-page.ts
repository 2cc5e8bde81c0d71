import { readFileSync } from 'node:fs';
import { knownParticipants } from '../../../functions/core/depositary/participants.ts';
import { readDocument } from '../../../functions/core/depositary/read-document.ts';
import type { State } from '../../../functions/core/state.ts';

/** Reads one page and prints the milliseconds it took, and the process's peak memory in MB. */
const [, , file = ''] = process.argv;
const seeds = new URL('../../../seeds/participants.json', import.meta.url);
const participants = knownParticipants(JSON.parse(readFileSync(seeds, 'utf8')) as State[]);
const bytes = readFileSync(file);
const from = performance.now();
const { whole, reasons } = readDocument(bytes, { participants });
const ms = performance.now() - from;
if (!whole) throw new Error(reasons.join(' '));
process.stdout.write(JSON.stringify({ ms, megabytes: process.resourceUsage().maxRSS / 1024 }));
