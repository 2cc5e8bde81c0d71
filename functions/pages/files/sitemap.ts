import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import { type Asked, addressOf } from '../asking/asked.ts';
import { langOf, languages } from '../asking/language.ts';

const fixed = [
  '/',
  '/states',
  '/instruments',
  '/compare',
  '/changes',
  '/calendar',
  '/sources',
  '/watch',
  '/proposals',
  '/subscribe',
  '/data',
  '/about',
];

const escaped = (url: string): string =>
  url.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Every page of something on record, in every language (https://www.sitemaps.org/protocol.html). */
export function sitemap({ deps }: Asked, { catalogue }: Snapshot): File {
  const paths = [
    ...fixed,
    ...[...catalogue.states.keys()].map((code) => `/states/${code}`),
    ...[...catalogue.instruments.keys()].map((id) => `/instruments/${id}`),
    ...[...catalogue.sources.keys()].map((id) => `/sources/${id}`),
  ];
  const at = (language: (typeof languages)[number], path: string) =>
    escaped(addressOf({ deps, language }, path));
  const url = (path: string) =>
    `<url><loc>${at('en', path)}</loc>${languages
      .map((one) => `<xhtml:link rel="alternate" hreflang="${langOf[one]}" href="${at(one, path)}"/>`)
      .join('')}</url>`;
  return {
    type: 'application/xml; charset=utf-8',
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">${paths.map(url).join('\n')}</urlset>\n`,
  };
}
