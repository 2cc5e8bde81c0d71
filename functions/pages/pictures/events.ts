import type { Day } from '../../core/calendar.ts';
import type { Instrument } from '../../core/instrument.ts';
import type { ParticipationRecord } from '../../core/law/participation/participation-record.ts';
import type { ActionKind, Status } from '../../core/vocabulary.ts';
import { isConsent, isDomestic, isSignature, isStatement } from '../../core/vocabulary.ts';
import type { InLanguage } from '../asking/asked.ts';
import { storyWords } from '../story/words.ts';
import type { Span } from './spans.ts';

/** How an event is drawn. */
export type Shape =
  | 'treaty'
  | 'urging'
  | 'signature'
  | 'consent'
  | 'effect'
  | 'domestic'
  | 'leaving'
  | 'statement'
  | 'other';

export type TimelineEvent = { on: Day; shape: Shape; label: string };

const leaving = new Set<ActionKind>(['denunciation', 'withdrawal', 'intention-not-to-become-party']);

export function eventShape(kind: ActionKind): Shape {
  if (isSignature(kind)) return 'signature';
  if (isConsent(kind)) return 'consent';
  if (isDomestic(kind)) return 'domestic';
  if (isStatement(kind)) return 'statement';
  return leaving.has(kind) ? 'leaving' : 'other';
}

export function treatyEvents({ language }: InLanguage, instrument: Instrument): TimelineEvent[] {
  const story = storyWords[language];
  const { adoptedOn, openedForSignatureOn, inForceOn, partialEntriesIntoForce = [] } = instrument;
  const at = (on: Day | undefined, label: string): TimelineEvent[] =>
    on ? [{ on, shape: 'treaty', label }] : [];
  return [
    ...at(adoptedOn, story.adopted),
    ...(openedForSignatureOn === adoptedOn ? [] : at(openedForSignatureOn, story.opened)),
    ...at(inForceOn, story.entersIntoForce),
    ...partialEntriesIntoForce.flatMap((part) => at(part.inForceOn, story.partInForce(part.provision))),
  ];
}

/** The events of the State itself: who urged it, what it did, and what took effect. */
export function stateEvents(
  { words, language }: InLanguage,
  record: ParticipationRecord,
  spans: readonly Span<Status>[],
): TimelineEvent[] {
  const story = storyWords[language];
  const urgings = new Set(record.urgings.map(({ on }) => on));
  return inOrder([
    ...[...urgings].map((on): TimelineEvent => ({ on, shape: 'urging', label: story.urged })),
    ...actsIn({ words, language }, record, undefined),
    ...effects(story, record, spans),
  ]);
}

export const territoryEvents = (
  reader: InLanguage,
  record: ParticipationRecord,
  code: string,
): TimelineEvent[] => inOrder(actsIn(reader, record, code));

/** Acts of one kind and day share a mark that gives their number. */
function actsIn(
  { words, language }: InLanguage,
  { actions }: ParticipationRecord,
  territory: string | undefined,
): TimelineEvent[] {
  const { open, close } = words.site;
  const own = actions.filter((action) => action.territory === territory);
  const alike = Map.groupBy(own, ({ kind, doneOn }) => `${kind} ${doneOn}`);
  return [...alike.values()].flatMap(([first, ...more]) => {
    if (!first) return [];
    const { kind, doneOn, withoutEffect } = first;
    const said = [
      ...(more.length > 0 ? [String(more.length + 1)] : []),
      ...(withoutEffect ? [storyWords[language].ineffective] : []),
    ];
    const label = said.reduce((text, one) => `${text}${open}${one}${close}`, words.acts[kind]);
    return [{ on: doneOn, shape: eventShape(kind), label }];
  });
}

/** Each entry into force for the State, and each end. */
function effects(
  story: (typeof storyWords)['en'],
  record: ParticipationRecord,
  spans: readonly Span<Status>[],
): TimelineEvent[] {
  const begun = (wanted: Status): Day[] =>
    spans.filter(({ status }) => status === wanted).map(({ from }) => from);
  const stated = record.actions.flatMap(({ kind, effect }) =>
    leaving.has(kind) && effect ? [effect.on] : [],
  );
  const left = begun('former-party').filter((on) => on !== record.ended?.on);
  const days = new Set([...stated, ...left, ...(record.withdrawal ? [record.withdrawal.effectiveOn] : [])]);
  return [
    ...begun('party').map((on): TimelineEvent => ({ on, shape: 'effect', label: story.inForceFor })),
    ...[...days].map((on): TimelineEvent => ({ on, shape: 'leaving', label: story.leaves })),
  ];
}

const inOrder = (events: TimelineEvent[]): TimelineEvent[] =>
  events.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
