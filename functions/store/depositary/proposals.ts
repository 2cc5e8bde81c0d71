import type { Acceptance, Rejection } from '../../core/record/accepting.ts';
import type { KeptProposal } from '../../core/record/proposal.ts';
import type { Writing } from '../record/commit.ts';
import type { Observation, Observed, ObservingContext } from './observing.ts';

type Context = ObservingContext & { newId: () => string };

/** What observes and decides. The code is loaded when first used, because few functions compare or decide. */
export function createProposals(context: Context) {
  const observing = () => import('./observing.ts').then((own) => own.createObserving(context));
  const deciding = () => import('./deciding.ts').then((own) => own.createDeciding(context));
  return {
    observe: async (observation: Observation, writing: Writing): Promise<Observed[]> =>
      (await observing())(observation, writing),
    deciding: {
      accept: async (id: string, acceptance: Acceptance, writing: Writing): Promise<KeptProposal> =>
        (await deciding()).accept(id, acceptance, writing),
      reject: async (id: string, rejection: Rejection, writing: Writing): Promise<KeptProposal> =>
        (await deciding()).reject(id, rejection, writing),
    },
  };
}
