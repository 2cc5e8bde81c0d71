import type { Posting } from '../../../../functions/deliver/posting/send.ts';
import type { Mood } from '../moods.ts';
import type { Run } from '../steps.ts';

/** One POST as it left, and its outcome. */
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
  /** By the sender's own clock. */
  startedAt: string;
  endedAt: string | null;
  /** When it left and when it was answered, counted in writes. */
  tick: number;
  ended: number | null;
  isOurFault: boolean;
  /** Whether the guard refused to send it. */
  isRefused: boolean;
};

/** What an owner has asked for. */
export type Deed = { run: Run; method: string; target: string };

/** What was seen from outside. */
export type History = {
  posts: Post[];
  deeds: Deed[];
  /** Subscription and URL of every URL that was proved. */
  proved: Set<string>;
  /** Confirmation links, with the URL that each was sent to. */
  links: { subscription: string; url: string; confirmUrl: string }[];
  /** Texts that must not be printed anywhere. */
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

/** Whether nothing went wrong around its sender after the POST, so that its outcome must be on record. */
export const wentWell = ({ run, struck, ended }: Post): boolean =>
  ended !== null && run.ended !== null && run.struck === struck;
