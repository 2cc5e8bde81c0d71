import type { Action } from '../../functions/core/action.ts';
import type { Catalogue, Holdings } from '../../functions/core/law/holdings.ts';
import { participationOf } from '../../functions/core/law/participation/participation.ts';
import { viewState } from '../../functions/core/law/state-view.ts';
import { urgingsUpon } from '../../functions/core/law/urging.ts';
import type { Store } from '../../functions/store/index.ts';
import { seeded, storeOn, withDatabase } from './running/database.ts';
import { median, timed } from './running/measure.ts';
import type { Row } from './running/table.ts';

const rounds = 25;
const size = 1000;

/** Times the work of a read after the record has moved. */
export const fold = (): Promise<Row[]> =>
  withDatabase(async (database) => {
    await seeded(database);
    const { catalogue, holdings } = await database.store.record.read(snapshotOf);
    const grown = { ...holdings, actions: repeated(holdings.actions) };
    const folding = await sampled(() => answer(catalogue, grown));
    const plain = await sampled(() => answer(catalogue, holdings));
    const rebuilding = await sampled(async () => {
      const read = await storeOn(database).record.read(snapshotOf);
      answer(read.catalogue, read.holdings);
    });
    const acts = holdings.actions.length;
    return [
      { name: `fold of a State with ${size} acts`, ours: `${folding.toFixed(1)} ms` },
      { name: `fold of China, ${acts} acts`, ours: `${plain.toFixed(1)} ms` },
      { name: 'snapshot from nothing: queries, parsing, fold', ours: `${rebuilding.toFixed(1)} ms` },
    ];
  });

type Read = Parameters<Store['record']['read']>[0];

const snapshotOf = async ({ catalogue, holdings }: Parameters<Read>[0]) => ({
  catalogue,
  holdings: await holdings('CHN'),
});

async function sampled(step: () => unknown): Promise<number> {
  for (let warm = 0; warm < 5; warm += 1) await step();
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) samples.push(await timed(step));
  return median(samples);
}

function answer(catalogue: Catalogue, holdings: Holdings): number {
  const view = viewState(catalogue, holdings, { asOf: '2026-11-23' });
  const calls = urgingsUpon(view);
  return [...view.under.values()].map((under) => participationOf(view, under, calls)).length;
}

/**
 * Repeats the record's own acts under new ids, up to `size`; corrections are left out, because they name
 * others.
 */
function repeated(actions: readonly Action[]): Action[] {
  const own = actions.filter(({ corrects }) => corrects === undefined);
  return Array.from({ length: size }, (_, index) => ({
    ...(own[index % own.length] as Action),
    id: `act_${String(index).padStart(26, '0')}`,
  }));
}
