import { createHash } from 'node:crypto';
import type { documentOf } from './document.ts';
import { problemTexts } from './problems.ts';

type Document = ReturnType<typeof documentOf>;
type Content = { schema?: unknown; example?: unknown; examples?: Record<string, { value?: unknown }> };
type Operation = {
  operationId?: string;
  tags?: string[];
  summary?: string;
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: unknown }[];
  requestBody?: { content?: Record<string, Content> };
  responses?: Record<string, { description?: string; content?: Record<string, Content> }>;
};

/** The whole reference as one page without scripts; `styleHash` lets its content policy name its one style. */
export function docsPage(document: Document): { html: string; styleHash: string } {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
  );
  const sections = (document.tags ?? []).map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags?.includes(name));
    return `<section><h2>${escaped(name)}</h2><p>${prose(description)}</p>${own.map(operationHtml).join('')}</section>`;
  });
  const { title, version, description } = document.info;
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}: reference</title><style>${style}</style></head>
<body><header><h1>${escaped(title)}</h1><p>${prose(description)}</p><p>Version ${escaped(version)} · <a href="openapi.json">OpenAPI</a></p></header>
<nav aria-label="Operations"><ul>${operations.map(indexHtml).join('')}</ul></nav>
<main>${sections.join('')}<section><h2 id="problems">Problems</h2>${problemsHtml()}</section><section><h2>Schemas</h2>${schemasHtml(document)}</section></main></body></html>
`;
  return { html, styleHash: `sha256-${createHash('sha256').update(style).digest('base64')}` };
}

type Placed = { path: string; method: string; operation: Operation };

const indexHtml = ({ path, method, operation }: Placed): string =>
  `<li><a href="#${operation.operationId}"><code>${method.toUpperCase()} ${escaped(path)}</code></a> ${prose(operation.summary)}</li>`;

function operationHtml({ path, method, operation }: Placed): string {
  const scope = operation.security?.flatMap((one) => Object.values(one).flat())[0];
  const [request] = Object.values(operation.requestBody?.content ?? {});
  return `<article id="${operation.operationId}"><h3><code>${method.toUpperCase()} ${escaped(path)}</code></h3>
<p>${prose(operation.summary)}. ${prose(operation.description)}</p>${scope ? `<p>Needs a key with the scope <code>${scope}</code>.</p>` : ''}
${parametersHtml(operation)}${request ? `<h4>Body</h4>${contentHtml(request)}` : ''}
${Object.entries(operation.responses ?? {})
  .map(responseHtml)
  .join('')}</article>`;
}

const parametersHtml = ({ parameters = [] }: Operation): string =>
  parameters.length === 0
    ? ''
    : `<table><thead><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr></thead><tbody>${parameters
        .map(
          ({ name, in: place, required, description }) =>
            `<tr><td><code>${escaped(name)}</code>${required ? ' *' : ''}</td><td>${place}</td><td>${prose(description)}</td></tr>`,
        )
        .join('')}</tbody></table>`;

type Response = NonNullable<Operation['responses']>[string];

const responseHtml = ([status, { description, content = {} }]: [string, Response]): string => {
  const [shown] = Number(status) < 300 ? Object.values(content) : [];
  return `<h4>${status} <span>${prose(description)}</span></h4>${shown ? contentHtml(shown) : ''}`;
};

const contentHtml = ({ schema, example, examples = {} }: Content): string => {
  const named = Object.entries(examples).map(([name, { value }]) => folded(`Example: ${name}`, value));
  const shown = example === undefined ? named.join('') : folded('Example', example);
  return `${shown}${folded('Schema', schema)}`;
};

const problemsHtml = (): string =>
  `<table><thead><tr><th>Type</th><th>Status</th><th>What it means, and what to do</th></tr></thead><tbody>${problemTexts
    .map(
      ({ type, status, means, remedy }) =>
        `<tr id="${type.slice(1).replace('/', '-')}"><td><a href="${type.slice(1)}"><code>${type}</code></a></td><td>${status}</td><td>${prose(means)} ${prose(remedy)}</td></tr>`,
    )
    .join('')}</tbody></table>`;

const schemasHtml = ({ components }: Document): string =>
  Object.entries(components?.schemas ?? {})
    .map(
      ([name, schema]) =>
        `<article id="schema-${name}"><h3>${name}</h3>${folded('Schema', schema)}</article>`,
    )
    .join('');

const folded = (label: string, value: unknown): string =>
  `<details><summary>${label}</summary><pre>${linked(escaped(JSON.stringify(value, null, 2)))}</pre></details>`;

const linked = (text: string): string =>
  text.replaceAll(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$&</a>');

const prose = (text = ''): string => escaped(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

const escaped = (text = ''): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
code,pre{font:14px/1.45 ui-monospace,monospace}pre{overflow:auto;padding:.75rem;border:1px solid #8886;border-radius:4px}
article{border-top:1px solid #8886;padding:.5rem 0}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.25rem .75rem .25rem 0;vertical-align:top}h3 code{font-size:1rem}summary{cursor:pointer}
nav ul{padding-left:1.2rem}a{color:inherit}code,h3,td:last-child{overflow-wrap:anywhere}
h4{margin:1rem 0 .25rem}h4 span{font-weight:normal}h3 code{font-weight:bold}`;
