import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to, toPlain } from '../asking/asked.ts';
import { type Html, html } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { guideWords } from './words.ts';

type Section = { title: string; text: readonly string[] };

const section = ({ title, text }: Section, links: readonly Html[] = []): Html =>
  html`<section><h2>${title}</h2>${text.map((one) => html`<p>${one}</p>`)}${links.length > 0 ? html`<ul>${links.map((link) => html`<li>${link}</li>`)}</ul>` : ''}</section>`;

/** How to subscribe. */
export function subscribePage(asked: Asked, { head }: Snapshot): Html {
  const { subscribe } = guideWords[asked.language];
  const { links } = subscribe;
  const link = (href: string, name: string) => html`<a href="${href}">${name}</a>`;
  return layout(asked, {
    title: subscribe.title,
    description: subscribe.lead,
    sequence: head.sequence,
    body: html`<h1>${subscribe.title}</h1><p class="lead">${subscribe.lead}</p>
${section(subscribe.atom, [link(to(asked, '/changes.atom'), links.atom), link(to(asked, '/changes.json'), links.json)])}
${section(subscribe.calendar, [link(to(asked, '/calendar.ics'), links.calendar)])}
${section(subscribe.webhook, [link(toPlain(asked, '/docs'), links.reference)])}`,
  });
}

/** How the record is made, and what its limits are. */
export function aboutPage(asked: Asked, { head }: Snapshot): Html {
  const { about } = guideWords[asked.language];
  return layout(asked, {
    title: about.title,
    description: about.lead,
    sequence: head.sequence,
    body: html`<h1>${about.title}</h1><p class="lead">${about.lead}</p>${about.sections.map((one) => section(one))}`,
  });
}
