import { type Day, lastDay } from '../../core/calendar.ts';
import { type Agenda, agendaOf } from '../../core/law/effects/agenda.ts';
import type { Catalogue, Holdings } from '../../core/law/holdings.ts';
import { type Outline, type Outlines, outlineOf, outlineOn } from '../../core/law/outline.ts';
import { viewState } from '../../core/law/state-view.ts';
import type { State } from '../../core/state.ts';
import type { FormName } from '../../core/tables/forms.ts';
import { actLines, positionTexts } from '../../core/tables/lines.ts';
import type { HeldPart } from '../edition/held-edition.ts';
import type { PartByState } from '../edition/record-parts.ts';
import type { ActLines, TextsOn } from '../edition/row-parts.ts';
import { nothingOf } from './holdings.ts';

type Held<T> = Promise<HeldPart<PartByState<T>> | null>;

/** What answers about every State are made of. */
export type Sources = {
  catalogue: Catalogue;
  /** What is recorded of every State, without texts. */
  everyone: () => Promise<Holdings[]>;
  /** What is recorded of these States, with texts. */
  inFull: (states: readonly State[]) => Promise<Holdings[]>;
  parts: {
    outlines: () => Held<Outlines>;
    agendas: (today: Day) => Held<Agenda>;
    participations: (form: FormName) => Held<TextsOn>;
    acts: (form: FormName) => Held<ActLines>;
  };
};

/** What is said of every State at once, from the edition, or made of acts. */
export function summariesFrom({ catalogue, everyone, inFull, parts }: Sources) {
  const ofEvery = { catalogue, read: everyone };
  return {
    outlines: async (asOf: Day): Promise<Outline[]> =>
      everySummary({
        ...ofEvery,
        held: await parts.outlines(),
        ofPart: (part) => outlineOn(part, asOf),
        ofHoldings: outlineFrom(catalogue, asOf),
      }),
    agendas: async (today: Day): Promise<Agenda[]> =>
      everySummary({
        ...ofEvery,
        held: await parts.agendas(today),
        ofPart: (part) => part,
        ofHoldings: agendaFrom(catalogue, today),
      }),
    participationTexts: async (form: FormName, asOf: Day): Promise<string[][]> =>
      everySummary({
        ...ofEvery,
        held: await parts.participations(form),
        ofPart: (textsOn) => textsOn(asOf),
        ofHoldings: participationTextsFrom(catalogue, form, asOf),
      }),
    actLines: async (form: FormName): Promise<string[]> =>
      everySummary({
        catalogue,
        read: inFull,
        held: await parts.acts(form),
        ofPart: ({ lines }) => lines,
        ofHoldings: actLinesFrom(catalogue, form),
      }),
  };
}

type Summing<P, R> = {
  catalogue: Catalogue;
  held: HeldPart<PartByState<P>> | null;
  read: (states: readonly State[]) => Promise<Holdings[]>;
  ofPart: (part: P) => R;
  ofHoldings: (holdings: Holdings) => R;
};

/**
 * One summary for every State: from the edition, or made from the record if the State was written to since or
 * the edition lacks it.
 */
async function everySummary<P, R>(from: Summing<P, R>): Promise<R[]> {
  const { catalogue, held, read, ofPart, ofHoldings } = from;
  const states = [...catalogue.states.values()];
  if (!held) return (await read(states)).map(ofHoldings);
  const stale = new Set([...held.stale].map((name) => name.split('/')[0]));
  const written = states.filter(({ code }) => stale.has(code));
  const all = written.length > 0 ? await read(written) : [];
  const anew = new Map(all.map((one) => [one.state.code, one]));
  return states.map((state) => {
    const part = stale.has(state.code) ? undefined : held.part.of(state);
    return part ? ofPart(part) : ofHoldings(anew.get(state.code) ?? nothingOf(state));
  });
}

const outlineFrom = (catalogue: Catalogue, asOf: Day) =>
  remembering<Outline>(outlines, catalogue, asOf, (holdings) =>
    outlineOf(viewState(catalogue, holdings, { asOf }), holdings),
  );

const agendaFrom = (catalogue: Catalogue, asOf: Day) =>
  remembering<Agenda>(agendas, catalogue, asOf, (holdings) =>
    agendaOf(viewState(catalogue, holdings, { asOf }), holdings),
  );

const participationTextsFrom = (catalogue: Catalogue, form: FormName, asOf: Day) => (holdings: Holdings) =>
  positionTexts(form, viewState(catalogue, holdings, { asOf }));

const actLinesFrom = (catalogue: Catalogue, form: FormName) => (holdings: Holdings) =>
  actLines(form, viewState(catalogue, holdings, { asOf: lastDay }));

type Remembered<T> = { catalogue: Catalogue; asOf: Day; made: T };

const outlines = new WeakMap<Holdings, Remembered<Outline>[]>();
const agendas = new WeakMap<Holdings, Remembered<Agenda>[]>();
const mostKept = 3;

/** Remembers what was made from the same holdings for the same day. */
const remembering =
  <T>(
    kept: WeakMap<Holdings, Remembered<T>[]>,
    catalogue: Catalogue,
    asOf: Day,
    make: (holdings: Holdings) => T,
  ) =>
  (holdings: Holdings): T => {
    const before = kept.get(holdings) ?? [];
    const already = before.find((one) => one.catalogue === catalogue && one.asOf === asOf);
    if (already) return already.made;
    const made = make(holdings);
    kept.set(holdings, [{ catalogue, asOf, made }, ...before].slice(0, mostKept));
    return made;
  };
