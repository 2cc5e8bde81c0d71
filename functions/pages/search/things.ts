import type { Instrument } from '../../core/instrument.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import type { Source } from '../../core/source.ts';
import type { State } from '../../core/state.ts';
import { languages } from '../asking/language.ts';
import { commonNamesOf } from '../places/common-names.ts';
import { nameIn } from '../places/names.ts';
import { found } from './matching.ts';

/** What on record matches, by kind, the best first, with the path of each page. */
export function foundIn(catalogue: Catalogue, q: string) {
  const at =
    <T>(pathOf: (thing: T) => string) =>
    ({ thing, rank }: { thing: T; rank: number }) => ({ thing, rank, path: pathOf(thing) });
  return {
    instruments: found([...catalogue.instruments.values()], namesOfInstrument, q).map(
      at(({ id }) => `/instruments/${id}`),
    ),
    states: found([...catalogue.states.values()], namesOfState, q).map(at(({ code }) => `/states/${code}`)),
    sources: found([...catalogue.sources.values()], namesOfSource, q).map(at(({ id }) => `/sources/${id}`)),
  };
}

/** A State is also found by its territories, because their page is the State's. */
const namesOfState = (state: State): string[] =>
  [state, ...(state.territories ?? [])].flatMap((one) => [
    one.code,
    one.name,
    ...languages.map((language) => nameIn(language, one)),
    ...(one.names ?? []).map(({ text }) => text),
    ...commonNamesOf(one.code),
  ]);

const namesOfInstrument = ({ id, title: own, titles, shortNames, references }: Instrument): string[] => [
  id,
  own,
  ...titles.map(({ text }) => text),
  ...shortNames,
  ...references.map(({ value }) => value),
];

const namesOfSource = ({ id, title: own, author, symbol }: Source): string[] => [
  id,
  own,
  author,
  ...(symbol ? [symbol] : []),
];
