import { createHash } from 'node:crypto';
import { idOfChange } from '../ids.ts';
import type { Change } from '../record/change.ts';
import { type Wish, wantedBy } from './fanout.ts';

/** A stretch of the feed: the sequences after `after`, as far as `through`. */
export type Stretch = { after: number; through: number };

/** What a subscription was to receive of a stretch of the feed, so that its owner can see that nothing is missing. */
export type Checkpoint = {
  /** The first sequence of the stretch; one more than `toSequence` where the feed has not moved. */
  fromSequence: number;
  toSequence: number;
  matched: number;
  /** SHA-256, in hex, of the ids of the matched changes in ascending order, joined by line feeds. */
  sha256OfIds: string;
};

/** `changes` are all of the stretch, ascending. */
export function checkpointOver(
  wish: Wish,
  changes: readonly Pick<Change, 'sequence' | 'type' | 'facts' | 'quiet' | 'fork'>[],
  { after, through }: Stretch,
): Checkpoint {
  const ids = wantedBy(wish, changes).map(idOfChange);
  return {
    fromSequence: after + 1,
    toSequence: through,
    matched: ids.length,
    sha256OfIds: createHash('sha256').update(ids.join('\n')).digest('hex'),
  };
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The id of a subscription's checkpoint of a day: the same whoever makes it, and another one in a copy. */
export function checkpointId(subscription: string, day: string, fork = ''): string {
  const digest = createHash('sha256').update(`${subscription} ${day}${fork}`).digest();
  return `msg_${[...digest.subarray(0, 26)].map((byte) => alphabet[byte % 32]).join('')}`;
}
