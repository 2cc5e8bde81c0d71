import type { Day } from '../../calendar.ts';
import type { Status } from '../../vocabulary.ts';
import type { LiveAction } from '../live.ts';
import { type Ending, isOfAll } from './ending.ts';

/** Where a State stands under one instrument on a day, with the acts that put it there. */
export type Position = {
  status: Status;
  since: Day | null;
  signature: LiveAction | null;
  /** A signature ad referendum that awaits its confirmation (VCLT 12(2)(b)). */
  adReferendum: LiveAction | null;
  disclaimed: LiveAction | null;
  consent: LiveAction | null;
  inForce: InForce | null;
  /**
   * Consent given again while a withdrawal is pending, to follow it (Trinidad and Tobago, ICCPR-OP1, 1998).
   */
  renewal: Consented | null;
  withdrawal: Withdrawal | null;
  /** What ends participation without a notice, past and to come. */
  endings: readonly Ending[];
  /** The ending that ended this State's participation. */
  ended: Ending | null;
  /** The signature or consent that was withdrawn before the instrument was in force for the State. */
  takenBack: { action: LiveAction; by: LiveAction; on: Day } | null;
  /**
   * The consent that came to nothing, because participation ended before the instrument was in force for the
   * State.
   */
  lapsed: LiveAction | null;
  provisional: LiveAction | null;
  /** Acts without legal effect on the status, and why. */
  ineffective: { action: LiveAction; reason: string }[];
};

/** When it is in force. `computed` is kept beside a stated day, because a disagreement must show. */
export type InForce = { on: Day | null; basis: 'stated' | 'computed'; computed: Day | null };
export type Consented = { consent: LiveAction; inForce: InForce };
type Withdrawal = { notice: LiveAction; on: Day; basis: 'stated' | 'computed' };

/** The position of a State that has done nothing. */
export const noPosition: Position = {
  status: 'no-action',
  since: null,
  signature: null,
  adReferendum: null,
  disclaimed: null,
  consent: null,
  inForce: null,
  renewal: null,
  withdrawal: null,
  endings: [],
  ended: null,
  takenBack: null,
  lapsed: null,
  provisional: null,
  ineffective: [],
};

export const become = (position: Position, status: Status, on: Day): Position =>
  status === position.status ? position : { ...position, status, since: on };

/** Whether the State has consented to be bound and stands by it. */
export const isBound = ({ status }: Pick<Position, 'status'>): boolean =>
  status === 'contracting-state' || status === 'party';

/** The day on which a party ceased to be one; undefined unless it was one and left. */
export const leftOn = ({ status, ended, withdrawal }: Position): Day | undefined =>
  status === 'former-party' ? (ended?.on ?? withdrawal?.on) : undefined;

/** What ended, by `asOf`, the State's participation or the instrument itself. */
export const endedBy = ({ ended, endings }: Position, asOf: Day): Ending | null =>
  ended ?? endings.find((ending) => isOfAll(ending) && ending.on <= asOf) ?? null;
