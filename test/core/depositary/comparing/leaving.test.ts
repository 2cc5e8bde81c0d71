import { expect, test } from 'vitest';
import type { HeldAct } from '../../../../functions/core/depositary/comparing/held.ts';
import { leavingIn } from '../../../../functions/core/depositary/comparing/leaving.ts';

const held = (kind: HeldAct['kind'], on: string, over: Partial<HeldAct> = {}): HeldAct => ({
  kind,
  on,
  withdrawn: false,
  ...over,
});
const note = 'On 8 November 2022, it denounced the Convention.';

test.each<[string, HeldAct[], string | undefined]>([
  ['was bound before', [held('accession', '2001-02-03')], '2001-02-03'],
  [
    'was bound by several acts',
    [held('ratification', '2010-01-01'), held('accession', '2001-02-03')],
    '2010-01-01',
  ],
  ['was bound until the day before', [held('accession', '2022-11-07')], '2022-11-07'],
  ['consented on that very day', [held('accession', '2022-11-08')], undefined],
  ['consented anew later', [held('accession', '2001-02-03'), held('accession', '2023-01-01')], undefined],
  ['has only signed', [held('signature', '2001-02-03')], undefined],
  ['has left before', [held('accession', '2001-02-03', { withdrawn: true })], undefined],
  ['has done nothing', [], undefined],
  ['is known to leave', [held('accession', '2001-02-03', { denounced: true })], undefined],
  ['leaves with an effect nobody states', [held('accession', '2001-02-03', { pending: true })], undefined],
])('a note of leaving asks a question of who %s', (_, acts, bound) => {
  const found = leavingIn(['It signed.', note], acts);
  expect(found?.bound.on).toBe(bound);
  if (bound) expect(found).toMatchObject({ sentence: note, on: '2022-11-08' });
});

test.each([
  'It denounced the Convention.',
  'On 31 February 2022, it denounced the Convention.',
  'On 8 November 2022, it signed.',
])('a sentence without a day or without a leaving is none: %s', (sentence) =>
  expect(leavingIn([sentence], [held('accession', '2001-02-03')])).toBeNull(),
);
