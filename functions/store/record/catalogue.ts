import { Instrument } from '../../core/instrument.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import { Source } from '../../core/source.ts';
import { State } from '../../core/state.ts';
import { bodyIn, type Db, partition } from '../db.ts';
import { readFurthest } from '../depositary/furthest.ts';

/**
 * Instruments and sources keep every version: the latest under its own key, all of them under `INSTRUMENT#id`
 * or `SOURCE#id`.
 */
export const catalogueKeys = {
  instrument: (id: string) => ({ pk: 'INSTRUMENT', sk: id }),
  instrumentVersion: (id: string, version: number) => ({ pk: `INSTRUMENT#${id}`, sk: versionKey(version) }),
  source: (id: string) => ({ pk: 'SOURCE', sk: id }),
  sourceVersion: (id: string, version: number) => ({ pk: `SOURCE#${id}`, sk: versionKey(version) }),
  state: (code: string) => ({ pk: 'STATE', sk: code }),
};

const versionKey = (version: number): string => `VERSION#${String(version).padStart(6, '0')}`;

export async function readCatalogue(db: Db): Promise<Catalogue> {
  const [instruments, sources, states, readings] = await Promise.all([
    partition(db, 'INSTRUMENT'),
    partition(db, 'SOURCE'),
    partition(db, 'STATE'),
    readFurthest(db),
  ]);
  return {
    instruments: new Map(instruments.map((item) => keyed(bodyIn(item, Instrument)))),
    sources: new Map(sources.map((item) => keyed(bodyIn(item, Source)))),
    states: new Map(states.map((item) => bodyIn(item, State)).map((state) => [state.code, state])),
    readings,
  };
}

const keyed = <T extends { id: string }>(thing: T): [string, T] => [thing.id, thing];
