import listed from '../../seeds/outsiders.json' with { type: 'json' };
import type { Outsider } from '../core/depositary/participants.ts';

/** By ISO 3166-1 or 3166-3 code where they have one. */
export const outsiders: readonly Outsider[] = listed;
