import * as z from 'zod';
import { contentOf, NewAction, type NewCorrection, type TreatyAction } from '../action.ts';
import { type Citation, isWebUrl } from '../citation.ts';
import { bindsUnnamed } from '../depositary/cell-kind.ts';
import { DomainError, refuseAt } from '../errors.ts';
import type { Holdings } from '../law/holdings.ts';
import { liveActions } from '../law/live.ts';
import { ActionKind } from '../vocabulary.ts';
import type { KeptProposal } from './proposal.ts';

/** An editor's acceptance of a proposal; `action` is needed if the document says too little about the act. */
export const Acceptance = z.lazy(() =>
  z.strictObject({ action: NewAction.optional() }).meta({ id: 'Acceptance' }),
);
export type Acceptance = z.infer<typeof Acceptance>;

export const Rejection = z.lazy(() =>
  z.strictObject({ reason: z.string().trim().min(1).max(2000) }).meta({ id: 'Rejection' }),
);
export type Rejection = z.infer<typeof Rejection>;

/** What accepting a proposal leads to. */
export type Accepted =
  | { does: 'record'; action: NewAction }
  | { does: 'correct'; of: string; correction: NewCorrection };

/**
 * Decides what to write for an accepted proposal.
 * @throws DomainError `invalid-input` if the document says too little, `conflict` if no single act would
 * settle it
 */
export function accepted(proposal: KeptProposal, holdings: Holdings, { action }: Acceptance): Accepted {
  const given = action && withSource(action, proposal);
  switch (proposal.type) {
    case 'new-act':
    case 'older-act':
      return { does: 'record', action: given ?? printedAct(proposal) };
    case 'date-changed':
      return amended(proposal, holdings, given);
    case 'act-gone':
      return given ? { does: 'record', action: given } : retracted(proposal, holdings);
    case 'act-withdrawn':
    case 'act-restored':
    case 'leaving-noted':
      return {
        does: 'record',
        action: given ?? unsaid('The document does not say by which act, nor on which day.'),
      };
    default:
      throw new DomainError(
        'conflict',
        'No single act would settle this. Record what happened; the proposal closes with the next reading that agrees.',
      );
  }
}

/** The document as a primary source for an act. */
export function sourceOf({ document }: KeptProposal): Citation {
  const { title, url, seenOn, statusAsAt, sha256 } = document;
  return {
    title,
    ...(url && isWebUrl(url) && { url }),
    symbol: `status as at ${statusAsAt}`,
    seenOn,
    tier: 'primary',
    note: `The document as fetched has the SHA-256 ${sha256}.`,
  };
}

const withSource = (action: NewAction, proposal: KeptProposal): NewAction => ({
  ...action,
  sources: [...action.sources, sourceOf(proposal)],
});

function printedAct(proposal: KeptProposal): NewAction {
  const { kind, on, withdrawn } = proposal;
  if (withdrawn) return unsaid('The act no longer counts, and the document does not say since when.');
  const act = ActionKind.safeParse(bindsUnnamed(kind) ? 'consent-to-be-bound' : kind).data;
  if (!act) return unsaid('The document does not say which act it is.');
  if (on?.length !== 10) return unsaid('The document does not give the day.');
  return { kind: act, doneOn: on, sources: [sourceOf(proposal)] };
}

function amended(proposal: KeptProposal, holdings: Holdings, given: NewAction | undefined): Accepted {
  const target = recordedAct(proposal, holdings);
  const { kind, doneOn, sources } = given ?? printedAct(proposal);
  const action = given ?? { ...contentOf(target), kind, doneOn, sources: [...target.sources, ...sources] };
  const reason = `${proposal.document.title} gives ${doneOn}, status as at ${proposal.document.statusAsAt}.`;
  return { does: 'correct', of: target.id, correction: { correction: 'amendment', reason, action } };
}

function retracted(proposal: KeptProposal, holdings: Holdings): Accepted {
  const { title, statusAsAt } = proposal.document;
  const reason = `${title} shows it no more, status as at ${statusAsAt}.`;
  const of = recordedAct(proposal, holdings).id;
  return { does: 'correct', of, correction: { correction: 'retraction', reason } };
}

function recordedAct(
  { recorded: [act], instrument }: KeptProposal,
  holdings: Holdings,
): TreatyAction & { id: string } {
  const live = liveActions(holdings.actions.filter((action) => action.instrument === instrument));
  const found = live.find(({ kind, doneOn }) => kind === act?.kind && doneOn === act?.on);
  if (found) return found;
  throw new DomainError(
    'conflict',
    'The record has changed since; the next reading will be compared with it.',
  );
}

const unsaid = (why: string): never => refuseAt('invalid-input', '/action', `${why} Give the act in action.`);
