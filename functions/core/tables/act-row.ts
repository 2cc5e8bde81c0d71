import { bestTier } from '../citation.ts';
import type { LiveAction } from '../law/live.ts';
import type { Row } from './row.ts';

export const actRow = (action: LiveAction): Row => ({
  action: action.id,
  state: action.state,
  instrument: action.instrument,
  kind: action.kind,
  doneOn: action.doneOn,
  doneOnBasis: action.doneOnBasis,
  effectiveOn: action.effectiveOn,
  territory: action.territory,
  provision: action.provision,
  refersTo: action.refersTo,
  text: action.text,
  tier: bestTier(action.sources),
  sources: action.sources
    .map(({ title, symbol, url }) => [title, symbol, url].filter(Boolean).join(', '))
    .join('; '),
  recordedAt: action.recordedAt,
});
