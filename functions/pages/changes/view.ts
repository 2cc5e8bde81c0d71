import * as z from 'zod';
import type { Catalogue } from '../../core/law/holdings.ts';
import { type Change, ChangeType } from '../../core/record/change.ts';
import { ActionKind, Status } from '../../core/vocabulary.ts';
import { isOfType, WantedType } from '../../core/webhook/filter.ts';
import type { About } from '../../store/edition/record-parts.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Asked } from '../asking/asked.ts';
import { shortName } from '../parts/text.ts';
import { nameOf } from '../places/names.ts';
import { dayIn } from '../words/dates.ts';
import { changeWords } from './words.ts';

/**
 * The latest changes before `before` that pass the filters, the latest first; `older` is where the next page
 * starts.
 */
export async function latestChanges(
  asked: Asked,
  { head }: Snapshot,
  many: number,
  before = head.sequence + 1,
) {
  const { changes } = asked.deps.store;
  const wanted = fits(asked);
  const most = Math.min(many, wanted ? mostPicked : mostListed);
  const page = wanted
    ? await changes.latest(before, most, wanted)
    : (await Array.fromAsync(changes.list(Math.max(0, before - 1 - most), before - 1))).reverse();
  const last = page.length < most ? undefined : page.at(-1);
  return { changes: page, older: last && last.sequence > 1 ? last.sequence : null };
}

/**
 * Changes on a page. Scattered ones cost half a read unit each and neighbours an eighth, so filtered pages
 * are shorter.
 */
export const mostPicked = 30;
export const mostListed = 110;

/** Whether a change passes the filters, which mean the same as in the API; undefined without filters. */
function fits({ query: { state, instrument, types } }: Asked): ((about: About) => boolean) | undefined {
  if (!state && !instrument && !types) return undefined;
  const [states, instruments] = [state, instrument].map((names) => names && new Set(names.split(',')));
  const asked = types?.split(',').map((type) => WantedType.parse(type));
  const wanted = new Set(ChangeType.options.filter((type) => isOfType(asked, type)));
  return (about) =>
    (!states || states.has(about.state ?? '')) &&
    (!instruments || instruments.has(about.instrument ?? '')) &&
    wanted.has(about.type);
}

const Body = z.lazy(() =>
  z.object({
    data: z.object({
      title: z.string().optional().catch(undefined),
      summary: z.string().optional().catch(undefined),
      reason: z.string().optional().catch(undefined),
      source: z.string().optional().catch(undefined),
      action: z.object({ kind: ActionKind, doneOn: z.string() }).optional().catch(undefined),
      status: z.object({ from: Status, to: Status, on: z.string() }).optional().catch(undefined),
    }),
  }),
);

/** The part of a change's body that pages and files tell. */
export const saidIn = ({ body }: Pick<Change, 'body'>) => Body.parse(JSON.parse(body)).data;

/** The sequence before which a page of the feed starts, when it continues another. */
export const beforeIn = ({ query: { before } }: Pick<Asked, 'query'>, { head }: Snapshot): number =>
  Math.min(before === undefined ? head.sequence + 1 : Number(before), head.sequence + 1);

export type ToldChange = {
  title: string;
  /** The content of the change, in the reader's words. */
  said: string;
  /** Further content, as it is on record. */
  noted: string;
  path: string | null;
};

/** A change in the reader's words: its kind, whom it is about, and its content. */
export function told(asked: Asked, catalogue: Catalogue, change: Change): ToldChange {
  const { type, facts } = change;
  const { language, words } = asked;
  const own = changeWords[language];
  const data = saidIn(change);
  const instrument = facts.instrument ? catalogue.instruments.get(facts.instrument) : undefined;
  const about = [
    facts.state && nameOf(language, catalogue.states, facts.state),
    instrument ? shortName(asked, instrument) : facts.instrument,
  ].filter(Boolean);
  const said = data.status
    ? `${own.moved(words.status.label[data.status.from], words.status.label[data.status.to])}${words.site.comma}${dayIn(language, data.status.on)}`
    : data.action
      ? `${words.acts[data.action.kind]}${words.site.comma}${dayIn(language, data.action.doneOn)}`
      : '';
  const noted = data.status ? '' : data.action ? data.reason : (data.summary ?? data.title ?? data.reason);
  const title = [own.types[type], ...about].join(' · ');
  return { title, said, noted: noted ?? '', path: pathOf(facts, data.source) };
}

const pathOf = ({ state, instrument }: Change['facts'], source: string | undefined): string | null =>
  state && instrument
    ? `/states/${state}/instruments/${instrument}`
    : instrument
      ? `/instruments/${instrument}`
      : source
        ? `/sources/${source}`
        : null;
