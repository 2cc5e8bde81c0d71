import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Asked } from '../asking/asked.ts';
import { tableNames, tables } from '../files/columns.ts';
import { type Html, html } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { recorded } from '../parts/text.ts';
import { dataWords } from './words.ts';

/** Every file of the whole record, with its columns. */
export function dataPage(asked: Asked, { head }: Snapshot): Html {
  const words = dataWords[asked.language];
  return layout(asked, {
    title: words.title,
    description: words.lead,
    sequence: head.sequence,
    data: datasetOf(asked),
    body: html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
<p><a href="/data/datapackage.json">${words.package}</a></p><p>${words.note}</p>
${tableNames.map(
  (
    name,
  ) => html`<section><h2 id="${name}"><code>${name}</code></h2><p>${recorded(asked, tables[name].about)} <a href="/data/${name}.csv">CSV</a> · <a href="/data/${name}.ndjson">NDJSON</a></p>
<details><summary>${words.columns}</summary><dl class="facts">${tables[name].columns.map(
    (one) =>
      html`<div><dt><code>${one.name}</code> (${one.type})</dt><dd>${recorded(asked, one.about)}</dd></div>`,
  )}</dl></details></section>`,
)}`,
  });
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
