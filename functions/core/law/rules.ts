import { addDays, addMonths, type Day, firstOfFollowingMonth, laterOf } from '../calendar.ts';
import type { EntryIntoForceRule, Period, WithdrawalRule } from '../instrument/provisions.ts';
import type { Instrument } from '../instrument.ts';
import type { ConsentKind } from '../vocabulary.ts';
import { isWithin } from './provision.ts';

const after = (day: Day, period: Period): Day =>
  'months' in period ? addMonths(day, period.months) : addDays(day, period.days);

const apply = (day: Day, rule: Pick<EntryIntoForceRule, 'period' | 'rounding'>): Day => {
  const end = after(day, rule.period);
  return rule.rounding === 'none' ? end : firstOfFollowingMonth(end);
};

/**
 * The day on which the instrument enters into force for a State that consented on `doneOn`: by its rule, but
 * not before the instrument itself (VCLT 24). A succession takes effect on its own day. Null if no rule is on
 * record or the instrument is not in force.
 */
export function entryIntoForce(instrument: Instrument, kind: ConsentKind, doneOn: Day): Day | null {
  const { entryIntoForceRule: rule, inForceOn } = instrument;
  if (!inForceOn) return null;
  if (kind === 'succession') return laterOf(doneOn, inForceOn);
  return rule ? laterOf(apply(doneOn, rule), inForceOn) : null;
}

/**
 * What decides the day of `entryIntoForce`: the rule, the entry into force of the instrument itself, or the
 * succession.
 */
export function entryIntoForceBy(
  instrument: Instrument,
  kind: ConsentKind,
  doneOn: Day,
): 'rule' | 'instrument' | 'succession' {
  const { entryIntoForceRule: rule, inForceOn } = instrument;
  const own = kind === 'succession' ? doneOn : rule && apply(doneOn, rule);
  if (inForceOn && own && own < inForceOn) return 'instrument';
  return kind === 'succession' ? 'succession' : 'rule';
}

/**
 * The day on which a provision entered into force, if it has one of its own (ICCPR article 41: 28 March
 * 1979).
 */
export function provisionInForce(instrument: Instrument, provision: string): Day | undefined {
  return instrument.partialEntriesIntoForce?.find((part) => isWithin(provision, part.provision))?.inForceOn;
}

export type NoticeOutcome =
  | { effective: true; on: Day; basis: 'stated' | 'computed' }
  | { effective: false; reason: string };

type Notice = { doneOn: Day; effectiveOn?: Day | undefined };

/**
 * When a notice of denunciation takes effect, or why it never does (VCLT 54, 56). A day stated by the
 * depositary wins even if the instrument has no clause, because the other parties may have consented.
 */
export function noticeOutcome(instrument: Instrument, notice: Notice, inForceOn: Day | null): NoticeOutcome {
  if (notice.effectiveOn) return { effective: true, on: notice.effectiveOn, basis: 'stated' };
  const rule = instrument.withdrawalRule;
  if (!rule) return { effective: false, reason: 'no withdrawal rule of this instrument is on record' };
  if (rule.kind === 'no-clause') return { effective: false, reason: rule.reason };
  if (rule.kind === 'term') return atEndOfTerm(rule, instrument, notice.doneOn);
  const early = tooEarly(rule, instrument, notice.doneOn, inForceOn);
  return early
    ? { effective: false, reason: early }
    : { effective: true, on: apply(notice.doneOn, rule), basis: 'computed' };
}

type TermRule = Extract<WithdrawalRule, { kind: 'term' }>;

function atEndOfTerm(rule: TermRule, { inForceOn }: Instrument, doneOn: Day): NoticeOutcome {
  if (!inForceOn) return { effective: false, reason: `${rule.clause}: no term runs before entry into force` };
  const earliest = addMonths(doneOn, rule.noticeMonths);
  let years = rule.firstYears;
  while (addMonths(inForceOn, 12 * years) < earliest) years += rule.years;
  return { effective: true, on: addMonths(inForceOn, 12 * years), basis: 'computed' };
}

type NoticeRule = Extract<WithdrawalRule, { kind: 'notice' }>;

function tooEarly(rule: NoticeRule, instrument: Instrument, on: Day, inForceOn: Day | null): string | null {
  const { notBeforeYears, window } = rule;
  if (notBeforeYears && (!inForceOn || on < addMonths(inForceOn, 12 * notBeforeYears)))
    return `${rule.clause}: not before ${notBeforeYears} years after entry into force for the State`;
  if (window && instrument.inForceOn && !inWindow(window, instrument.inForceOn, on))
    return `${rule.clause}: only in the ${window.opensForMonths} months after each ${window.everyYears} years in force`;
  return null;
}

function inWindow(window: NonNullable<NoticeRule['window']>, from: Day, on: Day): boolean {
  for (let opens = addMonths(from, 12 * window.everyYears); opens <= on; ) {
    if (on < addMonths(opens, window.opensForMonths)) return true;
    opens = addMonths(opens, 12 * window.everyYears);
  }
  return false;
}
