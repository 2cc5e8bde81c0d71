import type { Day } from '../calendar.ts';
import type { State } from '../state.ts';

export type KnownParticipant = { code: string | null; outside: boolean };
/** Finds who bears a printed name on a day; undefined for an unknown name. */
export type Participants = (printed: string, on: Day | null) => KnownParticipant | undefined;

/**
 * A participant that depositaries print and the record does not follow: its name is understood, and nothing
 * compared.
 */
export type Outsider = { name: string; code?: string };

type Named = KnownParticipant & { from: Day | undefined; until: Day | undefined };

/**
 * Makes the lookup. Names match whole, never in part: Niger is not Nigeria. If several participants bear a
 * name at different times, the day decides. A name outside its time still means its only bearer, because
 * depositaries print old names for years.
 */
export function knownParticipants(
  states: Iterable<State>,
  outsiders: readonly Outsider[] = [],
): Participants {
  const names = new Map<string, Named[]>();
  const add = (name: string, named: Named): void => {
    const key = keyOf(name);
    names.set(key, [...(names.get(key) ?? []), named]);
  };
  for (const { code, name, names: dated = [] } of states) {
    for (const { text, from, until } of dated) add(text, { code, outside: false, from, until });
    add(name, { code, outside: false, from: undefined, until: undefined });
  }
  for (const { code, name } of outsiders)
    if (!names.has(keyOf(name)))
      add(name, { code: code ?? null, outside: true, from: undefined, until: undefined });
  return (printed, on) => {
    for (const form of formsOf(printed)) {
      const named = names.get(keyOf(form));
      if (named) return pick(named, on);
    }
    return undefined;
  };
}

function pick(named: readonly Named[], on: Day | null): KnownParticipant | undefined {
  const codes = new Set(named.map(({ code }) => code));
  const inTime = named.filter(({ from = '', until = '9999' }) => on !== null && from <= on && on <= until);
  return codes.size === 1 ? named[0] : inTime[0];
}

/**
 * All forms of a printed name: `Tanzania, United Republic of` is also `United Republic of Tanzania`, `Iran,
 * Islamic Republic of` also `Iran (…)`.
 */
function formsOf(printed: string): string[] {
  const parts = printed.split(', ');
  const [last, before] = [parts.at(-1), parts.slice(0, -1).join(', ')];
  return [printed, `${last} ${before}`, `${before} (${last})`];
}

/**
 * Drops accents, apostrophes, blanks, dashes, case and articles, which depositaries print variously; no two
 * names differ by these alone.
 */
const keyOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ & /g, ' and ')
    .replace(/[\u2018\u2019\u02bc\u00b4`]/g, "'")
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/ \(the\)$/, '')
    .replace(/^saint /, 'st. ')
    .replace(/^st /, 'st. ');
