import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, toPlain } from '../asking/asked.ts';
import { type AnyTable, allTables, tableNames } from '../files/columns.ts';
import { pageTableNames } from '../files/page-columns.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { recorded } from '../parts/text.ts';
import { dataWords } from './words.ts';

export function dataPage(asked: Asked, { head }: Snapshot): Html {
  const words = dataWords[asked.language];
  return layout(asked, {
    title: words.title,
    description: words.lead,
    sequence: head.sequence,
    data: datasetOf(asked),
    body: html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
<p><a href="${toPlain(asked, '/data/datapackage.json')}">${words.package}</a></p><p>${words.note}</p>
<h2>${words.tables}</h2>
${tableNames.map((name) => tableSection(asked, name, downloads(asked, name)))}
<h2>${words.ofPages}</h2><p>${words.ofPagesLead}</p>
${pageTableNames.map((name) => tableSection(asked, name, none))}`,
  });
}

const downloads = (asked: Asked, name: string): Html =>
  html` <a href="${toPlain(asked, `/data/${name}.csv`)}">CSV</a> · <a href="${toPlain(asked, `/data/${name}.ndjson`)}">NDJSON</a>`;

function tableSection(asked: Asked, name: AnyTable, files: Html | ''): Html {
  const { about, columns } = allTables[name];
  return html`<section id="${name}"><h3><code>${name}</code></h3><p>${recorded(asked, about)}${files}</p>
<details><summary>${dataWords[asked.language].columns}</summary><dl class="facts">${columns.map(
    (one) =>
      html`<div><dt><code>${one.name}</code> (${one.type})</dt><dd>${recorded(asked, one.about)}</dd></div>`,
  )}</dl></details></section>`;
}

/** https://schema.org/Dataset */
const datasetOf = ({ deps, language, words }: Asked): object => ({
  '@type': 'Dataset',
  name: words.site.name,
  description: dataWords[language].lead,
  url: `${deps.publicUrl}/data`,
  license: 'https://www.apache.org/licenses/LICENSE-2.0',
  isAccessibleForFree: true,
  distribution: tableNames.map((name) => ({
    '@type': 'DataDownload',
    encodingFormat: 'text/csv',
    contentUrl: `${deps.publicUrl}/data/${name}.csv`,
  })),
});
