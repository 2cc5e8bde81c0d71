import * as z from 'zod';
import { Day } from '../functions/core/calendar.ts';
import { Citation } from '../functions/core/citation.ts';
import { StateCode } from '../functions/core/ids.ts';
import type { State } from '../functions/core/state.ts';
import type { NoteFault } from './seed-error.ts';

const Members = z.array(StateCode).min(1);

/** A group of States: the day of its membership, and the sources for it. */
const GroupSeed = z.strictObject({ asOf: Day, sources: z.array(Citation).min(1), members: Members });

/** `groups.json`: the regional groups of the United Nations, and groups that are often compared. */
export const GroupsFile = z.strictObject({
  regional: GroupSeed.extend({
    members: z.strictObject({
      african: Members,
      'asia-pacific': Members,
      'eastern-european': Members,
      grulac: Members,
      weog: Members,
    }),
  }),
  permanent: GroupSeed,
  brics: GroupSeed,
  council: GroupSeed,
});

export type GroupsFile = z.infer<typeof GroupsFile>;

/** Checks that members are on record, once in a group, and in one regional group at most. */
export function checkGroups(report: NoteFault, groups: GroupsFile, states: readonly State[]): void {
  const known = new Set(states.map(({ code }) => code));
  for (const [name, { members }] of Object.entries(groups)) {
    const all = Object.values(members).flat();
    for (const [place, code] of all.entries()) {
      const pointer = `/${name}/members`;
      if (!known.has(code)) report('groups.json', pointer, `${code} is no participant on record`);
      if (all.indexOf(code) !== place) report('groups.json', pointer, `${code} is named twice`);
    }
  }
}
