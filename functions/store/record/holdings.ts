import { Action } from '../../core/action.ts';
import { Check } from '../../core/check.ts';
import type { Holdings } from '../../core/law/holdings.ts';
import { Standing } from '../../core/law/standing.ts';
import type { State } from '../../core/state.ts';
import { bodyIn, type Db, type Item, partition, queryItems } from '../db.ts';

export const stateKey = (state: string): string => `STATE#${state}`;

export const holdingsKeys = {
  action: ({ state, instrument, id }: { state: string; instrument: string; id: string }) => ({
    pk: stateKey(state),
    sk: `ACTION#${instrument}#${id}`,
  }),
  check: ({ state, instrument }: { state: string; instrument: string }, id: string) => ({
    pk: stateKey(state),
    sk: `CHECK#${instrument}#${id}`,
  }),
  participation: ({ state, instrument }: { state: string; instrument: string }) => ({
    pk: stateKey(state),
    sk: `PARTICIPATION#${instrument}`,
  }),
};

/** The holdings of a State under which nothing is recorded. */
export const nothingOf = (state: State): Holdings => ({
  state,
  actions: [],
  checks: [],
  standings: new Map(),
});

/** Everything recorded under one State, in one query. */
export async function readHoldings(db: Db, state: State): Promise<Holdings> {
  const items = await partition(db, stateKey(state.code));
  const under = (prefix: string) => items.filter(({ sk }) => String(sk).startsWith(prefix));
  const standings = under('PARTICIPATION#').map((item) => bodyIn(item, Standing));
  return {
    state,
    actions: under('ACTION#').map((item) => bodyIn(item, Action)),
    checks: under('CHECK#').map((item) => bodyIn(item, Check)),
    standings: new Map(standings.map((standing) => [standing.instrument, standing])),
  };
}

/** The participation's item; it is in `byNextEffect` only while time will change its status. */
export const standingItem = (standing: Standing): Item => ({
  ...holdingsKeys.participation(standing),
  instrument: standing.instrument,
  state: standing.state,
  version: standing.version,
  body: standing,
  ...(standing.nextEffectOn && { effectQueue: 'EFFECT', nextEffectOn: standing.nextEffectOn }),
});

export type DueEffect = { state: string; instrument: string };

/**
 * Participations whose status time has changed by `today`, the longest due first, from the eventually
 * consistent index.
 */
export async function dueEffects(db: Db, today: string): Promise<DueEffect[]> {
  const items = await Array.fromAsync(
    queryItems(db, {
      IndexName: 'byNextEffect',
      KeyConditionExpression: 'effectQueue = :queue and nextEffectOn <= :today',
      ExpressionAttributeValues: { ':queue': 'EFFECT', ':today': today },
    }),
  );
  return items.map(({ pk, sk }) => ({
    state: String(pk).slice('STATE#'.length),
    instrument: String(sk).slice('PARTICIPATION#'.length),
  }));
}

/** The States with anything recorded under an instrument. */
export async function statesUnder(db: Db, instrument: string): Promise<string[]> {
  const items = await Array.fromAsync(
    queryItems(db, {
      IndexName: 'byInstrument',
      KeyConditionExpression: 'instrument = :instrument',
      ExpressionAttributeValues: { ':instrument': instrument },
    }),
  );
  return items.map(({ state }) => String(state));
}
