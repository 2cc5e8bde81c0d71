import type { Posting } from '../../../../functions/deliver/posting/send.ts';
import type { Mood } from '../moods.ts';
import type { Run } from '../steps.ts';

/** One POST as it left, and what came of it. */
export type Post = {
  run: Run;
  /** Faults that had hit its sender before. */
  struck: number;
  subscription: string;
  /** The `webhook-id`, and the key of the delivery that it is of. */
  id: string;
  key: string;
  type: string;
  posting: Posting;
  mood: Mood;
  /** On the sender's own clock. */
  startedAt: string;
  endedAt: string | null;
  /** When it left and when it was answered, counted in writes. */
  tick: number;
  ended: number | null;
  isOurFault: boolean;
  /** The guard let it go nowhere. */
  isRefused: boolean;
};

/** What an owner has asked for. */
export type Deed = { run: Run; method: string; target: string };

/** What was seen from outside. */
export type History = {
  posts: Post[];
  deeds: Deed[];
  /** Subscription and URL of every URL whose owner has shown that it is theirs. */
  proved: Set<string>;
  /** Links by which an owner may confirm, with the URL that was sent them. */
  links: { subscription: string; url: string; confirmUrl: string }[];
  /** What must not be printed anywhere. */
  secrets: Set<string>;
  printed: string[];
  violations: string[];
};

export const newHistory = (): History => ({
  posts: [],
  deeds: [],
  proved: new Set(),
  links: [],
  secrets: new Set(),
  printed: [],
  violations: [],
});

export const isTaken = ({ mood: { status } }: Post): boolean =>
  status !== null && status >= 200 && status < 300;

/** Nothing went wrong around its sender from the POST on, so that whatever came of it has to be on record. */
export const wentWell = ({ run, struck, ended }: Post): boolean =>
  ended !== null && run.ended !== null && run.struck === struck;
