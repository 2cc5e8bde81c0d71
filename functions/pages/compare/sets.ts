import given from '../../../seeds/groups.json' with { type: 'json' };
import { groupOf } from '../places/groups.ts';

/** States that are shown side by side at most. */
export const mostCompared = 20;

/** Of the Security Council. */
export const permanentMembers: readonly string[] = given.permanent.members;

/** As far as every account agrees. */
export const brics: readonly string[] = given.brics.members;

/** Those of its regional group that sit on the Human Rights Council beside a State. */
export const neighboursOnCouncil = (code: string): string[] =>
  given.council.members.filter((one) => one !== code && groupOf(one) === groupOf(code));
