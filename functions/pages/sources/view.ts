import { DomainError } from '../../core/errors.ts';
import { type Progress, progressOn } from '../../core/law/progress.ts';
import type { Source } from '../../core/source.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Asked } from '../asking/asked.ts';
import { catalogueAt, viewOf, viewpointOf } from '../asking/viewpoint.ts';

/** The outcome of a document's calls upon one State. */
export type Calls = { code: string; progress: Progress };

/** @throws DomainError `not-found` */
export async function sourceCalled(asked: Asked, snapshot: Snapshot, id: string): Promise<Source> {
  const source = (await catalogueAt(asked, snapshot, viewpointOf(asked))).sources.get(id);
  if (source) return source;
  const given = id.slice(0, 64);
  throw new DomainError('not-found', `There is no source ${given}.`, { about: 'source', given });
}

/** The progress of each State that a document calls upon, in the document's order. */
export function progressOf(asked: Asked, snapshot: Snapshot, source: Source): Promise<Calls[]> {
  const states = [...new Set(source.urgings.map(({ state }) => state))];
  return Promise.all(
    states.map(async (code) => ({
      code,
      progress: progressOn(source, await viewOf(asked, snapshot, code, viewpointOf(asked))),
    })),
  );
}
