import { expect, test } from 'vitest';
import type { NewCorrection } from '../../../functions/core/action.ts';
import type { NewChange } from '../../../functions/core/record/change.ts';
import {
  correctAction,
  type Decision,
  reconcile,
  recordActions,
  type Setting,
} from '../../../functions/core/record/recording.ts';
import { catalogue, holdings, instrument, newAct, notice, settingAt } from '../../support/core-builders.ts';

const under = instrument({ withdrawalRule: notice() });

const setting = (now: string): Setting => settingAt(now, { catalogue: catalogue([under]) });

/** The setting after a decision was written, at a later instant. */
const after = (before: Setting, { actions, standing }: Decision, now: string): Setting => ({
  ...before,
  recordedAt: now,
  today: now.slice(0, 10),
  holdings: holdings([...before.holdings.actions, ...actions], {
    standings: new Map([[standing.instrument, standing]]),
  }),
});

const told = (changes: readonly NewChange[]) =>
  changes.map(({ type, data }) => {
    const status = data.status as { from: string; to: string; on: string } | undefined;
    return status ? `${status.from} → ${status.to} on ${status.on}` : type;
  });

const recorded = 'treaty.action.recorded';
const signature = newAct('signature', '1998-10-05');
const ratification = newAct('ratification', '2026-01-10');
const start = setting('2026-01-10T09:00:00.000Z');
const first = recordActions(start, 'iccpr', [{ action: signature }, { action: ratification }]);

test('acts are told of in order, then the move that they bring today', () => {
  expect(told(first.changes)).toEqual([recorded, recorded, 'no-action → contracting-state on 2026-01-10']);
  expect(first.standing).toMatchObject({
    status: 'contracting-state',
    nextEffectOn: '2026-04-10',
    version: 1,
  });
  expect(first.actions.map(({ recordedAt, recordedBy }) => [recordedAt, recordedBy])).toEqual([
    [start.recordedAt, 'editor'],
    [start.recordedAt, 'editor'],
  ]);
});

test('the cause of a move is the act that the status rests on, not the last of those recorded with it', () => {
  const reservation = newAct('reservation', '2026-01-10', { text: 'reserves' });
  const { changes, actions } = recordActions(start, 'iccpr', [
    { action: newAct('accession', '2026-01-10') },
    { action: reservation },
  ]);
  expect(changes.at(-1)?.data.cause).toEqual({ kind: 'accession', action: actions[0]?.id });
});

test('moves that time has brought come before new facts', () => {
  const later = after(start, first, '2026-06-01T00:00:00.000Z');
  const { changes, standing } = recordActions(later, 'iccpr', [
    { action: newAct('denunciation', '2026-06-01') },
  ]);
  expect(told(changes)).toEqual(['contracting-state → party on 2026-04-10', recorded]);
  expect(changes[0]?.data.cause).toEqual({ kind: 'entry-into-force', action: first.actions[1]?.id });
  expect(standing).toMatchObject({ status: 'party', nextEffectOn: '2027-06-01', version: 2 });
});

test('time alone is told of once, on its legal day, however late', () => {
  const early = after(start, first, '2026-04-09T23:59:59.999Z');
  expect(reconcile(early, 'iccpr')).toBeNull();
  const late = after(start, first, '2026-11-23T00:00:00.000Z');
  const decision = reconcile(late, 'iccpr');
  expect(told(decision?.changes ?? [])).toEqual(['contracting-state → party on 2026-04-10']);
  expect(decision?.standing).toMatchObject({ status: 'party', since: '2026-04-10', nextEffectOn: null });
  expect(reconcile(after(late, decision as Decision, late.recordedAt), 'iccpr')).toBeNull();
});

test('several moves missed are told of in the order of law', () => {
  const gone = recordActions(after(start, first, '2026-01-11T00:00:00.000Z'), 'iccpr', [
    { action: newAct('denunciation', '2026-01-11', { effectiveOn: '2026-08-01' }) },
  ]);
  const before = after(start, first, '2026-01-11T00:00:00.000Z');
  const late = reconcile(after(before, gone, '2027-01-01T00:00:00.000Z'), 'iccpr');
  expect(told(late?.changes ?? [])).toEqual([
    'contracting-state → party on 2026-04-10',
    'party → former-party on 2026-08-01',
  ]);
  expect(late?.changes[1]?.data.cause).toMatchObject({ kind: 'withdrawal' });
});

test('an act long past is told of with the status as it is today, dated on its legal day', () => {
  const { changes, standing } = recordActions(setting('2026-11-23T00:00:00.000Z'), 'iccpr', [
    { action: newAct('accession', '2001-03-27') },
  ]);
  expect(told(changes)).toEqual([recorded, 'no-action → party on 2001-06-27']);
  expect(standing).toMatchObject({ status: 'party', since: '2001-06-27', nextEffectOn: null });
});

test('what does not move the status is told of as recorded and no more', () => {
  const { changes } = recordActions(start, 'iccpr', [
    { action: newAct('legislative-approval', '2026-01-05') },
  ]);
  expect(told(changes)).toEqual([recorded]);
  expect(changes[0]).toMatchObject({
    facts: {
      state: 'CHN',
      instrument: 'iccpr',
      depositary: 'un-sg',
      actionKind: 'legislative-approval',
      urgedBy: [],
    },
    data: { participationVersion: 1, url: 'https://tracker.example.org/v1/states/CHN/participations/iccpr' },
  });
});

const correct = (before: Setting, of: string | undefined, correction: NewCorrection) =>
  correctAction(before, 'iccpr', of ?? '', correction);
const retraction: NewCorrection = { correction: 'retraction', reason: 'not by this State' };
const amendment = (doneOn: string, reason = 'misread'): NewCorrection => ({
  correction: 'amendment',
  reason,
  action: newAct('ratification', doneOn),
});
const signed = recordActions(start, 'iccpr', [{ action: signature }]);
const ratified = recordActions(after(start, signed, start.recordedAt), 'iccpr', [{ action: ratification }]);
const both = after(after(start, signed, start.recordedAt), ratified, '2026-02-01T00:00:00.000Z');

test('a retraction is told of with the act that it takes back, and moves the status back', () => {
  const decision = correct(both, ratified.actions[0]?.id, retraction);
  expect(told(decision.changes)).toEqual([
    'treaty.action.retracted',
    'contracting-state → signatory on 1998-10-05',
  ]);
  expect(decision.changes[0]?.data).toMatchObject({
    action: { id: ratified.actions[0]?.id, kind: 'ratification' },
    reason: 'not by this State',
  });
  expect(decision.changes[1]?.data.cause).toEqual({ kind: 'retraction', action: decision.actions[0]?.id });
});

test('an amendment is told of as the act anew, and its reversal as a correction that restores the first', () => {
  const amended = correct(both, ratified.actions[0]?.id, amendment('2026-01-12'));
  expect(told(amended.changes)).toEqual(['treaty.action.corrected']);
  expect(amended.standing.nextEffectOn).toBe('2026-04-12');
  const then = after(both, amended, '2026-02-02T00:00:00.000Z');
  const reversed = correct(then, amended.actions[0]?.id, retraction);
  expect(told(reversed.changes)).toEqual(['treaty.action.corrected']);
  expect(reversed.standing.nextEffectOn).toBe('2026-04-10');
});

test('an amendment can be amended, even with the same kind and day as the act as first recorded', () => {
  const amended = correct(both, ratified.actions[0]?.id, amendment('2026-01-12'));
  const then = after(both, amended, '2026-02-02T00:00:00.000Z');
  const again = correct(then, amended.actions[0]?.id, amendment('2026-01-10', 'it was right'));
  expect(again.standing.nextEffectOn).toBe('2026-04-10');
});

test.each<[string, string | undefined, NewCorrection, string]>([
  ['what is not recorded', 'act_00000000000000000000000000', retraction, 'not-found'],
  [
    'an act into one that is impossible',
    ratified.actions[0]?.id,
    amendment('2030-01-01'),
    'date-out-of-range',
  ],
  [
    'an act into one already recorded',
    ratified.actions[0]?.id,
    { ...amendment('1998-10-05'), action: signature } as NewCorrection,
    'already-recorded',
  ],
])('does not correct %s', (_, of, correction, code) => {
  expect(() => correct(both, of, correction)).toThrowError(expect.objectContaining({ code }));
});

test('what was retracted is not retracted again until it is restored', () => {
  const id = ratified.actions[0]?.id;
  const gone = correct(both, id, retraction);
  const once = after(both, gone, '2026-02-02T00:00:00.000Z');
  expect(() => correct(once, id, retraction)).toThrowError(expect.objectContaining({ code: 'conflict' }));
  expect(() => correct(once, gone.actions[0]?.id, amendment('2026-01-10'))).toThrowError(
    /states no act to amend/,
  );
  const back = correct(once, gone.actions[0]?.id, retraction);
  expect(back.standing.status).toBe('contracting-state');
  const twice = after(once, back, '2026-02-03T00:00:00.000Z');
  const again = correct(twice, id, retraction);
  expect(() => correct(after(twice, again, '2026-02-04T00:00:00.000Z'), id, retraction)).toThrowError(
    expect.objectContaining({ code: 'conflict' }),
  );
});

test('a revised rule moves the standing, and the cause is the revision', () => {
  const revised = instrument({
    entryIntoForceRule: { after: 'deposit', period: { days: 1 }, rounding: 'none', clause: 'a' },
  });
  const decision = reconcile({ ...both, catalogue: catalogue([revised]) }, 'iccpr');
  expect(decision?.standing).toMatchObject({ status: 'party', since: '2026-01-11', nextEffectOn: null });
  expect(decision?.changes[0]?.data.cause).toEqual({ kind: 'instrument-revised', action: null });
});

test('an amendment of a correction whose act is taken back is refused, not recorded without effect', () => {
  const amended = correct(both, ratified.actions[0]?.id, amendment('2026-01-09'));
  const then = after(both, amended, '2026-02-02T00:00:00.000Z');
  const takenBack = correct(then, ratified.actions[0]?.id, retraction);
  const last = after(then, takenBack, '2026-02-03T00:00:00.000Z');
  expect(() => correct(last, amended.actions[0]?.id, amendment('2026-01-08'))).toThrowError(
    expect.objectContaining({ code: 'conflict', members: { action: takenBack.actions[0]?.id } }),
  );
});
