import { Feed } from 'feed';
import { dayOf } from '../../core/calendar.ts';
import { withoutControls } from '../../core/text.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import { type Asked, addressOf } from '../asking/asked.ts';
import { langOf } from '../asking/language.ts';
import { latestChanges, told } from './view.ts';
import { changeWords } from './words.ts';

const perFeed = 100;

/** Ids contain nothing that may change: no host, scheme or language (RFC 4151). */
const authority = 'treaty-ratification-tracker.invalid,2026';
const idOf = (sequence: number): string => `tag:${authority}:change:${sequence}`;

export const atom = async (asked: Asked, snapshot: Snapshot): Promise<File> => ({
  type: 'application/atom+xml; charset=utf-8',
  body: inLanguage(asked, (await feedOf(asked, snapshot, 'atom')).atom1()),
});

export const jsonFeed = async (asked: Asked, snapshot: Snapshot): Promise<File> => ({
  type: 'application/feed+json; charset=utf-8',
  body: (await feedOf(asked, snapshot, 'json')).json1(),
});

/** Adds the language to Atom, which the library cannot (RFC 4287, section 2). */
const inLanguage = ({ language }: Asked, atom: string): string =>
  atom.replace('<feed ', `<feed xml:lang="${langOf[language]}" `);

/**
 * Escapes a text, because the library declares all of Atom's texts, and contents in JSON Feed, to be HTML.
 */
const escaped = (text: string): string =>
  withoutControls(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

async function feedOf(asked: Asked, snapshot: Snapshot, form: 'atom' | 'json'): Promise<Feed> {
  const { language, query } = asked;
  const { changes } = await latestChanges(asked, snapshot, perFeed);
  const filters = new URLSearchParams(query).toString();
  const words = changeWords[language];
  const own = addressOf(asked, `/changes.${form}`, query);
  const feed = new Feed({
    id: `tag:${authority}:changes${filters && `:${filters}`}`,
    title: words.feedTitle,
    description: words.lead,
    language,
    link: addressOf(asked, '/changes', query),
    feedLinks: { [form]: own },
    updated: new Date(
      changes[0]?.committedAt ?? `${dayOf(snapshot.head.committedAt ?? asked.now)}T00:00:00Z`,
    ),
    copyright: '',
    generator: asked.words.site.name,
    author: { name: asked.words.site.name },
  });
  for (const change of changes) {
    const { title, said, noted, path } = told(asked, snapshot.catalogue, change);
    feed.addItem({
      id: idOf(change.sequence),
      title: form === 'atom' ? escaped(title) : title,
      link: addressOf(asked, path ?? '/changes'),
      date: new Date(change.committedAt),
      published: new Date(change.committedAt),
      description: escaped([said, noted].filter(Boolean).join(asked.words.site.stop)),
    });
  }
  return feed;
}
