import listed from '../../seeds/outsiders.json' with { type: 'json' };
import type { Outsider } from '../core/depositary/participants.ts';

/** Participants that the record does not follow; `code` is ISO 3166-1 or 3166-3, where there is one. */
export const outsiders: readonly Outsider[] = listed;
