import type { Day } from '../../core/calendar.ts';
import type { Clock, Moment } from '../../core/instant.ts';
import type { Agenda } from '../../core/law/effects/agenda.ts';
import type { Catalogue, Holdings } from '../../core/law/holdings.ts';
import type { Outline } from '../../core/law/outline.ts';
import type { FormName } from '../../core/tables/forms.ts';
import type { Plan } from './commit.ts';
import type { Head } from './head.ts';
import type { Written } from './roster/held.ts';
import type { Roster } from './roster/roster.ts';

/** Everything on record at one revision. Holdings are read State by State, rosters instrument by instrument. */
export type Snapshot = {
  head: Head;
  catalogue: Catalogue;
  holdings: (state: string) => Promise<Holdings>;
  /** All States under one instrument; their acts are without texts. */
  roster: (instrument: string) => Promise<Roster>;
  /** Every State under every instrument; their acts are without texts. */
  everyone: () => Promise<Holdings[]>;
  /** The status of every State on a day, without acts. */
  outlines: (asOf: Day) => Promise<Outline[]>;
  /** What calendars show of every State, from a day. */
  agendas: (today: Day) => Promise<Agenda[]>;
  /** What the rows of participations say on a day, State by State, by the ids of instruments in their order. */
  participationTexts: (form: FormName, asOf: Day) => Promise<string[][]>;
  /** The lines of every act that stands, State by State. */
  actLines: (form: FormName) => Promise<string[]>;
};

/** The record as one instance sees it. A request costs one read of the head, and more only if the head has moved. */
export type RecordStore = {
  head: () => Promise<Head>;
  /** Runs `use` on one consistent snapshot, and again if the head moved while something was loading. */
  read: <R>(use: (snapshot: Snapshot) => Promise<R> | R) => Promise<R>;
  /**
   * Commits what `plan` makes of a snapshot, and plans again if others were first. The write's instant is later than
   * that of the write before, however instances' clocks differ, because the feed and the past are searched by instant.
   */
  write: <R>(clock: Clock, plan: Planning<R>) => Promise<R>;
};

export type Planning<R> = (snapshot: Snapshot, at: Moment) => Promise<Planned<R>>;

/** A plan, and the snapshot after it. A `null` plan writes nothing and answers `response`. */
export type Planned<R> = { plan: Plan<R>; after: After } | { plan: null; response: R };
export type After = { written?: readonly Written[]; catalogue?: Catalogue };
