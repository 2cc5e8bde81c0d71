import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Action } from '../../functions/core/action.ts';
import { addDays } from '../../functions/core/calendar.ts';
import type { Instrument } from '../../functions/core/instrument.ts';
import { effectsOf } from '../../functions/core/law/effects/effect.ts';
import { type LiveAction, liveActions } from '../../functions/core/law/live.ts';
import { type StatusMove, standingAt, timedMoves } from '../../functions/core/law/moves.ts';
import { nextEffectOn, positionOf } from '../../functions/core/law/position/position.ts';
import { isBound, type Position } from '../../functions/core/law/position/shape.ts';
import { noStanding } from '../../functions/core/law/standing.ts';
import { ActionKind, Status } from '../../functions/core/vocabulary.ts';
import { act, actId, instrument, notice, recordOn } from '../support/core-builders.ts';

const start = '2020-01-01';
const day = (most: number) => fc.integer({ min: 0, max: most }).map((offset) => addDays(start, offset));

/** Few days and few references, so that acts meet: on one day, before an effect, after one. */
const actsOf = (kind: fc.Arbitrary<ActionKind>) =>
  fc
    .array(
      fc.record({
        kind,
        doneOn: day(60),
        delay: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
        refersTo: fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined }),
        territory: fc.option(fc.constant('HKG'), { nil: undefined, freq: 8 }),
      }),
      { maxLength: 8 },
    )
    .map((drafts) =>
      drafts.map(({ kind, doneOn, delay, refersTo, territory }, index) =>
        act(kind, doneOn, {
          id: actId(index),
          ...(delay !== undefined && { effectiveOn: addDays(doneOn, delay) }),
          ...(refersTo !== undefined && { refersTo: actId(refersTo) }),
          ...(territory && { territory }),
        }),
      ),
    );

const ordinary = [
  'signature',
  'ratification',
  'accession',
  'denunciation',
  'rescission',
  'withdrawal',
] as const;
const acts = actsOf(
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...ActionKind.options) },
    { weight: 3, arbitrary: fc.constantFrom(...ordinary) },
  ),
);
const comingAndGoing = actsOf(fc.constantFrom('accession', 'denunciation', 'rescission'));

const instruments: fc.Arbitrary<Instrument> = fc
  .record({
    days: fc.integer({ min: 0, max: 30 }),
    inForceOn: day(80),
    rule: fc.constantFrom<Instrument['withdrawalRule']>(
      notice({ period: { days: 20 } }),
      { kind: 'no-clause', reason: 'silent' },
      undefined,
    ),
  })
  .map(({ days, inForceOn, rule }) =>
    instrument({
      inForceOn,
      entryIntoForceRule: { after: 'deposit', period: { days }, rounding: 'none', clause: 'a' },
      ...(rule && { withdrawalRule: rule }),
    }),
  );

const asOf = day(120);
const runs = { numRuns: 300 };

test('there is a position whatever the acts, and who is bound has consented', () => {
  fc.assert(
    fc.property(instruments, acts, asOf, (under, done, on) => {
      const position = positionOf(under, done, on);
      expect(Status.options).toContain(position.status);
      expect(isBound(position) && position.consent === null).toBe(false);
    }),
    runs,
  );
});

/** What a State begins or ceases to be on a day, as far as effects tell it. */
function turned(before: Position, after: Position): string[] {
  const [was, is] = [before.status === 'party', after.status === 'party'];
  return [
    ...(is && (!was || after.consent !== before.consent) ? ['entry-into-force'] : []),
    ...(was && after.consent !== before.consent ? ['withdrawal'] : []),
    ...(was && after.status === 'former-party' ? ['withdrawal'] : []),
  ];
}

test('each entry into force and withdrawal on a day is among the effects, and each effect is one of an act', () => {
  fc.assert(
    fc.property(instruments, comingAndGoing, (under, done) => {
      const last = addDays(start, 120);
      const { view } = recordOn([under], done, last);
      const one = view.under.get(under.id);
      const effects = one ? effectsOf(view, one) : [];
      const told = effects.map(({ on, effect }) => `${on} ${effect}`);
      for (let on = start; on <= last; on = addDays(on, 1))
        for (const effect of turned(positionOf(under, done, addDays(on, -1)), positionOf(under, done, on)))
          expect(told).toContain(`${on} ${effect}`);
      expect(new Set(told.filter((one) => !one.endsWith('territorial'))).size).toBeLessThanOrEqual(
        done.length,
      );
    }),
    runs,
  );
});

test('the position on a day depends only on the acts done by then', () => {
  fc.assert(
    fc.property(instruments, acts, asOf, (under, done, on) => {
      const past = done.filter(({ doneOn }) => doneOn <= on);
      expect(positionOf(under, done, on)).toEqual(positionOf(under, past, on));
    }),
    runs,
  );
});

test('the order of recording never matters', () => {
  fc.assert(
    fc.property(instruments, acts, asOf, fc.infiniteStream(fc.nat()), (under, done, on, keys) => {
      const shuffled = done
        .map((action) => ({ action, key: keys.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ action }) => action);
      expect(positionOf(under, shuffled, on)).toEqual(positionOf(under, done, on));
    }),
    runs,
  );
});

test('the next effect is on the first day on which the status differs', () => {
  fc.assert(
    fc.property(instruments, acts, day(60), (under, done, on) => {
      const past = done.filter(({ doneOn }) => doneOn <= on);
      const now = positionOf(under, past, on);
      const days = Array.from({ length: 150 }, (_, index) => addDays(on, index + 1));
      const first = days.find((later) => positionOf(under, past, later).status !== now.status) ?? null;
      expect(nextEffectOn(now)).toBe(first);
    }),
    runs,
  );
});

test('the moves over a gap of any length are those of each day in it', () => {
  fc.assert(
    fc.property(instruments, acts, day(60), fc.integer({ min: 0, max: 120 }), (under, done, from, gap) => {
      const past = done.filter(({ doneOn }) => doneOn <= from);
      const positionOn = (on: string) => positionOf(under, past, on);
      const told = standingAt(noStanding('CHN', 'iccpr'), positionOn(from));
      const daily: StatusMove[] = [];
      let standing = told;
      for (let passed = 1; passed <= gap; passed++) {
        const today = addDays(from, passed);
        daily.push(...timedMoves(standing, positionOn, today));
        standing = standingAt(standing, positionOn(today));
      }
      expect(timedMoves(told, positionOn, addDays(from, gap))).toEqual(daily);
    }),
    { numRuns: 150 },
  );
});

type Draft = { of: number; isRetraction: boolean; doneOn: string };

const drafts = fc.array(fc.record({ of: fc.nat(11), isRetraction: fc.boolean(), doneOn: day(60) }), {
  minLength: 1,
  maxLength: 8,
});

const instant = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

/** A history: acts, then corrections, each of an earlier record; only acts are amended. */
function history(done: readonly LiveAction[], corrections: readonly Draft[]): Action[] {
  const recorded: Action[] = done.map(({ statedIn: _, ...action }, index) => ({
    ...action,
    recordedAt: instant(index),
  }));
  for (const { of, isRetraction, doneOn } of corrections) {
    const target = recorded[of % Math.max(recorded.length, 1)];
    if (target) recorded.push(correcting(target, recorded.length, isRetraction, doneOn));
  }
  return recorded;
}

function correcting(target: Action, index: number, isRetraction: boolean, doneOn = start): Action {
  const { state, instrument: under, recordedBy } = target;
  const identity = {
    id: actId(1000 + index),
    state,
    instrument: under,
    recordedBy,
    recordedAt: instant(index),
  };
  if (isRetraction || target.kind === 'retraction')
    return { ...identity, kind: 'retraction', corrects: { of: target.id, kind: 'retraction', reason: 'r' } };
  const { kind, sources } = target;
  return { ...identity, kind, doneOn, sources, corrects: { of: target.id, kind: 'amendment', reason: 'r' } };
}

const statuses = (under: Instrument, recorded: readonly Action[], knownAt?: string) =>
  Array.from({ length: 12 }, (_, index) =>
    positionOf(under, liveActions(recorded, knownAt), addDays(start, index * 10)),
  );

test('a correction followed by its reversal leaves the earlier answer on every day', () => {
  fc.assert(
    fc.property(instruments, acts, drafts, (under, done, corrections) => {
      const recorded = history(done, corrections);
      const last = recorded.at(-1);
      if (!last?.corrects) return;
      const reversed = [...recorded, correcting(last, recorded.length, true)];
      expect(statuses(under, reversed)).toEqual(statuses(under, recorded.slice(0, -1)));
    }),
    runs,
  );
});

test('what was known at an instant never changes as more is recorded, in whatever order it is read', () => {
  fc.assert(
    fc.property(instruments, acts, drafts, fc.nat(20), (under, done, corrections, second) => {
      const recorded = history(done, corrections);
      const then = recorded.filter(({ recordedAt }) => recordedAt <= instant(second));
      expect(statuses(under, [...recorded].reverse(), instant(second))).toEqual(statuses(under, then));
    }),
    runs,
  );
});
