import * as z from 'zod';
import groups from '../../../seeds/groups.json' with { type: 'json' };
import { Citation } from '../../core/citation.ts';
import type { Asked } from '../asking/asked.ts';
import { dayIn } from '../words/dates.ts';
import { citations } from './citation.ts';
import { type Html, html } from './html.ts';

const Citations = z.array(Citation);

/** The sources of a group of States, and their date; `name` is what the page calls the group. */
export function groupSource(asked: Asked, name: string, group: keyof typeof groups): Html {
  const { asOf, sources } = groups[group];
  const { site } = asked.words;
  return html`<details><summary>${site.groupSource(name, dayIn(asked.language, asOf))}</summary>${citations(asked, Citations.parse(sources))}</details>`;
}
