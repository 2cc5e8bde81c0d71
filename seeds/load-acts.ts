import { DomainError } from '../functions/core/errors.ts';
import type { Holdings } from '../functions/core/law/holdings.ts';
import { compareAction, isChecked, type SeedPlan } from './planning.ts';
import { carryOut, type LoadContext } from './report.ts';
import type { ActionSeed, ParticipationSeed } from './seed.ts';
import { seedFault } from './seed-error.ts';

/** The facts that the store imports in one transaction. */
type SeedFacts = Parameters<LoadContext['store']['recording']['importFacts']>[0][number];

/** Participations compared together, and then recorded in as few transactions as they need. */
const comparedAtOnce = 60;

/** Acts, or checks, of one participation that fit into one transaction; more are recorded in parts. */
const mostActs = 16;
const mostChecks = 8;

/** Loads acts and checks in the order given; acts that refer to others come once those have ids. */
export function createActs(context: LoadContext) {
  const { store, writing, dryRun, report, turn } = context;
  const { recording, record } = store;

  const holdingsOf = (states: readonly string[]): Promise<Holdings[]> =>
    record.read(({ catalogue, holdings }) =>
      Promise.all(states.map(async (state) => (catalogue.states.has(state) ? holdings(state) : empty))),
    );

  const amend = (state: string, instrument: string, { action, seed }: ActionSeed, of: string) =>
    recording.correctAction(
      { state, instrument, of, seed },
      { correction: 'amendment', reason: 'The seeds state it anew.', action },
      writing,
    );

  const write = async (facts: readonly SeedFacts[]): Promise<void> => {
    for (let from = 0; from < facts.length && !dryRun; ) {
      await turn?.();
      const left = facts.slice(from);
      from += await recording.importFacts(left, writing).catch((error) => refuse(left[0], error));
    }
  };

  const referring = async ({ state, instrument, actions }: ParticipationSeed): Promise<void> => {
    for (const seed of actions.filter(({ refersToSeed }) => refersToSeed)) {
      const [held = empty] = await holdingsOf([state]);
      const refersTo = held.actions.find((one) => one.seed === seed.refersToSeed && !one.corrects)?.id;
      const action = { ...seed.action, ...(refersTo && { refersTo }) };
      await carryOut(context, seed.seed, compareAction(seed, instrument, held), (of) =>
        of
          ? amend(state, instrument, { ...seed, action }, of)
          : recording.recordActions(state, instrument, [{ action, seed: seed.seed }], writing),
      );
    }
  };

  const together = async (all: readonly ParticipationSeed[]): Promise<void> => {
    const states = [...new Set(all.map(({ state }) => state))];
    const held = new Map((await holdingsOf(states)).map((one, index) => [states[index], one]));
    const compared = all.map((one) => compare(one, held.get(one.state) ?? empty));
    await write(compared.flatMap(factsOf));
    for (const { seed, missing, unseen, plans } of compared) {
      report.added += missing.length + unseen.length;
      report.unchanged += seed.checks.length - unseen.length;
      for (const [one, plan] of plans)
        await carryOut(context, one.seed, plan, (of) => amend(seed.state, seed.instrument, one, of));
      await referring(seed).catch((error) => refuse(seed, error));
    }
  };

  return async (all: readonly ParticipationSeed[], step: (count: number) => void): Promise<void> => {
    for (let from = 0; from < all.length; from += comparedAtOnce) {
      const some = all.slice(from, from + comparedAtOnce);
      await together(some);
      step(some.length);
    }
  };
}

type Compared = {
  seed: ParticipationSeed;
  missing: ActionSeed[];
  unseen: ParticipationSeed['checks'];
  /** What to do with acts that may be on record already. */
  plans: (readonly [ActionSeed, SeedPlan])[];
};

function compare(seed: ParticipationSeed, held: Holdings): Compared {
  const plain = seed.actions.filter(({ refersToSeed }) => !refersToSeed);
  const plans = plain.map((one) => [one, compareAction(one, seed.instrument, held)] as const);
  const isMissing = ([, { plan }]: (typeof plans)[number]) => plan === 'add';
  return {
    seed,
    missing: plans.filter(isMissing).map(([one]) => one),
    unseen: seed.checks.filter((check) => !isChecked(check, seed.instrument, held)),
    plans: plans.filter((one) => !isMissing(one)),
  };
}

function factsOf({ seed: { state, instrument }, missing, unseen }: Compared): SeedFacts[] {
  const parts = Math.max(Math.ceil(missing.length / mostActs), Math.ceil(unseen.length / mostChecks));
  return Array.from({ length: parts }, (_, part) => ({
    state,
    instrument,
    entries: missing.slice(part * mostActs, (part + 1) * mostActs),
    checks: unseen.slice(part * mostChecks, (part + 1) * mostChecks),
  }));
}

/** Reports an act that the record refuses as a fault of the seeds, with its place. */
function refuse(at: { state: string; instrument: string } | undefined, error: unknown): never {
  if (!(error instanceof DomainError) || !at) throw error;
  throw seedFault(`states/${at.state}.json`, `/participations/${at.instrument}`, error.message);
}

const empty: Holdings = { state: undefined as never, actions: [], checks: [], standings: new Map() };
