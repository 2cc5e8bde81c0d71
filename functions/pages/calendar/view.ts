import { isRetraction } from '../../core/action.ts';
import { addDays, addMonths, type Day } from '../../core/calendar.ts';
import type { StateView } from '../../core/law/state-view.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import { isConsent, isSignature } from '../../core/vocabulary.ts';

export type Effect = {
  on: Day;
  what: 'entry-into-force' | 'withdrawal';
  state: string;
  instrument: string;
  action: string;
};

/** Effects on the status of States, past and to come, in the order of their days. */
export const effectsOf = (views: readonly StateView[]): Effect[] =>
  views
    .flatMap((view) =>
      [...view.under.values()].flatMap(
        ({ instrument, position: { consent, inForce, withdrawal } }): Effect[] => {
          const at = { state: view.state.code, instrument: instrument.id };
          return [
            ...(consent && inForce?.on
              ? [{ ...at, on: inForce.on, what: 'entry-into-force' as const, action: consent.id }]
              : []),
            ...(withdrawal
              ? [{ ...at, on: withdrawal.on, what: 'withdrawal' as const, action: withdrawal.notice.id }]
              : []),
          ];
        },
      ),
    )
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));

const orderOf = ({ on, state, instrument, what }: Effect): string => [on, state, instrument, what].join(' ');

/** Days from a year before to the last that is certain. */
export const yearBefore = (day: Day): Day => addMonths(day, -12);

export type PastAct = {
  id: string;
  on: Day;
  until: Day;
  kind: ActionKind;
  state: string;
  instrument: string;
  /** Records of this act and corrections of it: grows with each. */
  sequence: number;
  cancelled: boolean;
  recordedAt: string;
};

/** Acts towards consent, those that were taken back among them. */
export const actsOf = (views: readonly StateView[]): PastAct[] =>
  views.flatMap((view) =>
    [...view.under.values()].flatMap(({ recorded, actions, instrument }) => {
      const standing = new Map(actions.map((action) => [action.id, action]));
      return recorded.flatMap((original): PastAct[] => {
        if (original.corrects || isRetraction(original)) return [];
        const now = standing.get(original.id) ?? original;
        if (!isConsent(now.kind) && !isSignature(now.kind) && now.kind !== 'denunciation') return [];
        const history = recorded.filter(({ corrects }) => corrects?.of === original.id);
        return [
          {
            id: original.id,
            on: now.doneOn,
            until: addDays(now.doneOn, 1),
            kind: now.kind,
            state: view.state.code,
            instrument: instrument.id,
            sequence: history.length,
            cancelled: !standing.has(original.id),
            recordedAt: history.at(-1)?.recordedAt ?? original.recordedAt,
          },
        ];
      });
    }),
  );
