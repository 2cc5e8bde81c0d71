import type { Citation } from '../../core/citation.ts';

const readOn = '2026-11-28';

/** What the groups of States on these pages rest on, each with the day for which it speaks. */
export const groupSources = {
  /** Regional groups of the Members of the United Nations. */
  regional: {
    asOf: '2023-01-25',
    sources: [
      {
        title: 'Regional groups of Member States, Department for General Assembly and Conference Management',
        url: 'https://www.un.org/dgacm/en/content/regional-groups',
        seenOn: readOn,
        tier: 'secondary',
        note: 'Read in a copy of the page, which bears no day. It lists Türkiye with two groups.',
      },
      {
        title: 'Where can I get information about regional groups? Dag Hammarskjöld Library',
        url: 'https://ask.un.org/faq/14521',
        seenOn: readOn,
        tier: 'official',
        note: 'For elections Türkiye is of the Western European and other States. Kiribati is said to have been in no group in 2010.',
      },
    ],
  },
  permanent: {
    asOf: '1945-06-26',
    sources: [
      {
        title: 'On what basis was Security Council permanent membership granted? Dag Hammarskjöld Library',
        url: 'https://ask.un.org/faq/14518',
        seenOn: readOn,
        tier: 'official',
        note: 'It quotes article 23 of the Charter, which names the Republic of China and the Union of Soviet Socialist Republics; China and the Russian Federation hold these seats.',
      },
    ],
  },
  brics: {
    asOf: '2025-01-06',
    sources: [
      {
        title: 'Indonesia joins BRICS as tenth full member, Caliber.Az, January 2025',
        url: 'https://caliber.az/en/post/indonesia-joins-brics-as-tenth-full-member',
        seenOn: readOn,
        tier: 'secondary',
        note: 'Saudi Arabia was invited and is not among its ten members; other accounts count it as a member since 1 January 2024.',
      },
    ],
  },
  council: {
    asOf: '2026-01-01',
    sources: [
      {
        title: 'General Assembly elects 15 members to Human Rights Council (terms from 1 January 2024)',
        url: 'https://www.america-times.com/general-assembly-elects-15-members-to-human-rights-council/',
        seenOn: readOn,
        tier: 'secondary',
      },
      {
        title: 'General Assembly elects 18 members to Human Rights Council (terms from 1 January 2025)',
        url: 'https://www.siasat.com/un-general-assembly-elects-18-members-to-human-rights-council-for-3-years-3110606/',
        seenOn: readOn,
        tier: 'secondary',
      },
      {
        title: 'General Assembly elects 14 members to Human Rights Council (terms from 1 January 2026)',
        url: 'http://namibiadailynews.info/un-general-assembly-elects-14-members-to-human-rights-council/',
        seenOn: readOn,
        tier: 'secondary',
      },
    ],
  },
} as const satisfies Record<string, { asOf: string; sources: readonly Citation[] }>;

export type SourcedGroup = keyof typeof groupSources;
