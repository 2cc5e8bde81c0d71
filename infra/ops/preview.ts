import { dayOf } from '../../functions/core/calendar.ts';
import { momentAfter } from '../../functions/core/instant.ts';
import type { Catalogue, Holdings } from '../../functions/core/law/holdings.ts';
import { type Participation, participationOf } from '../../functions/core/law/participation/participation.ts';
import { type StateView, viewState } from '../../functions/core/law/state-view.ts';
import { urgingsUpon } from '../../functions/core/law/urging.ts';
import { irregularityAt } from '../../functions/core/record/announcing.ts';
import type { Decision, Setting } from '../../functions/core/record/recording.ts';
import type { Store } from '../../functions/store/index.ts';
import { now } from './command.ts';
import { note, table } from './terminal.ts';

export type Preview = {
  before: Participation;
  after: Participation;
  /** Types of the changes that would be announced, in order. */
  changes: string[];
  /** The rule that the act breaks, in words. */
  irregular: string | null;
};

type Place = { store: Store; url: string; state: string; instrument: string };

/** Decides as recording would, and writes nothing. Throws what recording would throw. */
export function preview(
  { store, url, state, instrument }: Place,
  decide: (setting: Setting) => Decision,
): Promise<Preview> {
  return store.record.read(async ({ head, catalogue, holdings }) => {
    const held = await holdings(state);
    const setting = {
      catalogue,
      holdings: held,
      ...momentAfter(head.committedAt, now()),
      by: 'preview',
      newId: () => shownId,
      publicUrl: url,
    };
    const { actions, changes } = decide(setting);
    const after = { ...held, actions: [...held.actions, ...actions] };
    return {
      before: participationIn(catalogue, held, instrument),
      after: participationIn(catalogue, after, instrument),
      changes: changes.map(({ type }) => type),
      irregular: irregularityOf(viewOf(catalogue, after), instrument, actions.at(-1)?.id ?? ''),
    };
  });
}

const shownId = `act_${'7'.repeat(26)}`;

const viewOf = (catalogue: Catalogue, holdings: Holdings): StateView =>
  viewState(catalogue, holdings, { asOf: dayOf(now()) });

function irregularityOf(view: StateView, id: string, action: string): string | null {
  const instrument = view.catalogue.instruments.get(id);
  const irregular = instrument && irregularityAt({ view, instrument }, action);
  return irregular ? `${irregular.detail}${irregular.clause ? ` (${irregular.clause})` : ''}` : null;
}

function participationIn(catalogue: Catalogue, holdings: Holdings, instrument: string): Participation {
  const view = viewOf(catalogue, holdings);
  const under = view.under.get(instrument);
  if (!under) throw new Error(`${instrument} was on record a moment ago`);
  return participationOf(view, under, urgingsUpon(view));
}

/** Prints what would change, before and after. */
export function showPreview({ before, after, changes, irregular }: Preview): void {
  const rows = [
    ['', 'before', 'after'],
    ['status', before.status, after.status],
    ['since', before.since ?? '–', after.since ?? '–'],
    ['in force on', before.inForceOn ?? '–', after.inForceOn ?? '–'],
    ['withdrawal takes effect', before.withdrawal?.effectiveOn ?? '–', after.withdrawal?.effectiveOn ?? '–'],
    ['open acts', open(before), open(after)],
  ];
  note(`${after.state} under ${after.instrument}, ${after.title}`);
  note(table(rows.filter(([name, was, is]) => name !== 'withdrawal takes effect' || was !== is)));
  if (irregular) note(`Irregular: ${irregular} It is recorded so where its source states it.`);
  note(`Subscribers are told: ${changes.join(', ')}`);
}

const open = ({ openActs }: Participation): string =>
  openActs.map(({ act, waitsFor }) => (waitsFor.length ? `${act} (waits)` : act)).join(', ') || 'none';
