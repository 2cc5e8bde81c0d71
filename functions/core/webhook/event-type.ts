import { ChangeType } from '../record/change.ts';

/** Told to one subscription only, beside the changes of the feed. */
const ownTypes = [
  'subscription.verification',
  'subscription.test',
  'subscription.failing',
  'subscription.disabled',
  'feed.checkpoint',
] as const;

export const eventTypes = [...ChangeType.options, ...ownTypes] as const;
export type EventType = (typeof eventTypes)[number];

export const isInFeed = (type: EventType): type is ChangeType => ChangeType.safeParse(type).success;
