import given from '../../../seeds/groups.json' with { type: 'json' };
import { groupOf } from '../places/groups.ts';

/** States on one page at most. */
export const mostCompared = 20;

/** The permanent members of the Security Council. */
export const permanentMembers: readonly string[] = given.permanent.members;

/** The members of BRICS on which every account agrees. */
export const brics: readonly string[] = given.brics.members;

/** The other members of a State's regional group on the Human Rights Council. */
export const neighboursOnCouncil = (code: string): string[] =>
  given.council.members.filter((one) => one !== code && groupOf(one) === groupOf(code));
