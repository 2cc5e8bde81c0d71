import given from '../../../seeds/groups.json' with { type: 'json' };

/**
 * Regional groups of the United Nations, by which the General Assembly and the Human Rights Council elect;
 * `none` for a State in none of them.
 */
export const groups = ['african', 'asia-pacific', 'eastern-european', 'grulac', 'weog', 'none'] as const;
export type Group = (typeof groups)[number];

const groupsOf = new Map<string, Group>(
  groups.flatMap((group) =>
    group === 'none' ? [] : given.regional.members[group].map((code): [string, Group] => [code, group]),
  ),
);

export const groupOf = (code: string): Group => groupsOf.get(code) ?? 'none';
