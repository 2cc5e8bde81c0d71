import type { Day } from '../../core/calendar.ts';
import type { Instrument } from '../../core/instrument.ts';
import type { Participation } from '../../core/law/participation/participation.ts';
import type { ParticipationRecord } from '../../core/law/participation/participation-record.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import { isConsent, isDomestic, isSignature, isStatement } from '../../core/vocabulary.ts';
import type { Asked } from '../asking/asked.ts';
import { storyWords } from '../story/words.ts';

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

export function shapeOf(kind: ActionKind): Shape {
  if (isSignature(kind)) return 'signature';
  if (isConsent(kind)) return 'consent';
  if (isDomestic(kind)) return 'domestic';
  if (isStatement(kind)) return 'statement';
  return leaving.has(kind) ? 'leaving' : 'other';
}

type Reader = Pick<Asked, 'words' | 'language'>;

export function treatyEvents({ language }: Reader, instrument: Instrument): TimelineEvent[] {
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

/** What happened to the State itself: who urged it, what it did, and what took effect. */
export function stateEvents({ words, language }: Reader, record: ParticipationRecord): TimelineEvent[] {
  const story = storyWords[language];
  const urgings = new Set(record.urgings.map(({ on }) => on));
  return inOrder([
    ...[...urgings].map((on): TimelineEvent => ({ on, shape: 'urging', label: story.urged })),
    ...actsIn(words, record, undefined),
    ...effects(story, record),
  ]);
}

export const territoryEvents = (
  { words }: Reader,
  record: ParticipationRecord,
  code: string,
): TimelineEvent[] => inOrder(actsIn(words, record, code));

/** Acts of one kind and day are one mark that says how many. */
function actsIn(
  words: Asked['words'],
  { actions }: ParticipationRecord,
  territory: string | undefined,
): TimelineEvent[] {
  const own = actions.filter((action) => action.territory === territory);
  const alike = Map.groupBy(own, ({ kind, doneOn }) => `${kind} ${doneOn}`);
  return [...alike.values()].flatMap(([first, ...more]) => {
    if (!first) return [];
    const { kind, doneOn } = first;
    const label = more.length > 0 ? `${words.acts[kind]} (${more.length + 1})` : words.acts[kind];
    return [{ on: doneOn, shape: shapeOf(kind), label }];
  });
}

function effects(
  story: (typeof storyWords)['en'],
  { inForceOn, withdrawal }: Participation,
): TimelineEvent[] {
  return [
    ...(inForceOn ? [{ on: inForceOn, shape: 'effect' as const, label: story.inForceFor }] : []),
    ...(withdrawal ? [{ on: withdrawal.effectiveOn, shape: 'leaving' as const, label: story.leaves }] : []),
  ];
}

const inOrder = (events: TimelineEvent[]): TimelineEvent[] =>
  events.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
