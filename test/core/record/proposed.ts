import type { Difference } from '../../../functions/core/depositary/comparing/difference.ts';
import type { KeptProposal } from '../../../functions/core/record/proposal.ts';
import { propose } from '../../../functions/core/record/proposing.ts';

export const now = '2026-11-24T12:00:00.000Z';

export const document = {
  title: 'Status of the Covenant',
  url: 'https://treaties.un.org/x',
  statusAsAt: '2026-11-20',
  seenOn: '2026-11-24',
  sha256: 'ab'.repeat(32),
};

export const difference = (over: Partial<Difference> = {}): Difference => ({
  id: 'new-act CHN ratification 2026-11-01',
  type: 'new-act',
  code: 'CHN',
  participant: 'China',
  kind: 'ratification',
  on: '2026-11-01',
  withdrawn: false,
  recorded: [],
  newParticipant: false,
  plain: true,
  notes: [],
  summary: 'The document shows a ratification.',
  ...over,
});

export const proposing = (over: Partial<Parameters<typeof propose>[0]> = {}) =>
  propose({ instrument: 'iccpr', differences: [], document, open: [], closed: new Map(), now, ...over });

export const opened = (over: Partial<Difference> = {}): KeptProposal => {
  const [one] = proposing({ differences: [difference(over)] }).opened;
  if (!one) throw new Error('a proposal was expected');
  return one;
};
