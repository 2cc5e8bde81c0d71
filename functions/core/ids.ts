import * as z from 'zod';

/** A lower-case slug, as in `iccpr-op2` or `ohchr-2019-04-29`. */
const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const InstrumentId = z.string().max(64).regex(slug, 'an instrument id such as iccpr-op2 is expected');
export const SourceId = z.string().max(64).regex(slug, 'a source id such as ohchr-2019-04-29 is expected');

/** ISO 3166-1 alpha-3, or the stable code of a participant that has none, such as `EUU` for the European Union. */
export const StateCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'a three-letter code such as CHN is expected')
  .meta({ id: 'StateCode', example: 'CHN' });

export const ActionId = z
  .string()
  .regex(/^act_[0-9A-HJKMNP-TV-Z]{26}$/, 'an action id such as act_01J… is expected')
  .meta({ id: 'ActionId' });

export const SubscriptionId = z
  .string()
  .regex(/^sub_[0-9A-HJKMNP-TV-Z]{26}$/, 'a subscription id such as sub_01J… is expected')
  .meta({ id: 'SubscriptionId' });

export const ProposalId = z
  .string()
  .regex(/^prp_[0-9a-f]{32}$/, 'a proposal id such as prp_0f… is expected')
  .meta({ id: 'ProposalId' });

const width = 12;

/** `chg_000000000042`: no dot, so that it can be signed as Standard Webhooks want it. */
export const changeId = (sequence: number): string => `chg_${padSequence(sequence)}`;

/**
 * The mark of a copy of the record, because a change committed in a copy must not pass for the original's of
 * the same number.
 */
export const Fork = z.string().regex(/^[a-z0-9]{4,16}$/);

/** The id of a change; `chg_000000000042-f3a91c` for one committed in a copy. */
export const idOfChange = ({ sequence, fork }: { sequence: number; fork?: string | undefined }): string =>
  fork === undefined ? changeId(sequence) : `${changeId(sequence)}-${fork}`;

/** A sequence padded with zeros, because then sequences order as text. */
export const padSequence = (sequence: number): string => String(sequence).padStart(width, '0');
