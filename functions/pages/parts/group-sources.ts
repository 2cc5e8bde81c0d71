import type { Asked } from '../asking/asked.ts';
import { groupSources, type SourcedGroup } from '../places/sources.ts';
import { dayIn } from '../words/dates.ts';
import { citations } from './citation.ts';
import { type Html, html } from './html.ts';

/** What a group of States rests on, and as of when; `name` is what the page calls it. */
export function groupSource(asked: Asked, name: string, group: SourcedGroup): Html {
  const { asOf, sources } = groupSources[group];
  const { site } = asked.words;
  return html`<details><summary>${site.groupSource(name, dayIn(asked.language, asOf))}</summary>${citations(asked, sources)}</details>`;
}
