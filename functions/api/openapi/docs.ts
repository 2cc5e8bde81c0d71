import type { AssetName } from '../assets.ts';
import type { documentOf } from './document.ts';
import { problemTexts } from './problems.ts';

type Document = ReturnType<typeof documentOf>;
type ShownContent = { schema?: unknown; example?: unknown; examples?: Record<string, { value?: unknown }> };
type Operation = {
  operationId?: string;
  tags?: string[];
  summary?: string;
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: unknown }[];
  requestBody?: { content?: Record<string, ShownContent> };
  responses?: Record<string, { description?: string; content?: Record<string, ShownContent> }>;
};

/**
 * The whole reference as one page, complete without scripts; with scripts, Swagger UI shows the operations.
 * `address` gives the address of a file of the page.
 */
export function docsPage(document: Document, address: (name: AssetName) => string): string {
  const { title, version, description } = document.info;
  const at = (name: AssetName) => address(name).slice(1);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}: API reference</title><meta name="color-scheme" content="light dark">
<link rel="icon" href="favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${at('swagger-ui.css')}"><link rel="stylesheet" href="${at('reference.css')}">
<script src="${at('reference.js')}" data-library="${at('swagger-ui-bundle.js')}"></script></head>
<body><header><div class="head"><a class="name" href="./">${escaped(title)}</a> <a href="openapi.json">OpenAPI ${escaped(document.openapi)}</a> <a href="#problems">Problems</a></div>
<h1>API reference</h1><p class="lead">${prose(description)}</p>
<p class="quiet">Version ${escaped(version)}. What needs a key says so<span class="with-script">: “Authorize” takes one, and forgets it when the page is left</span>.</p>
<h2>Operations</h2></header>
<div id="operations"></div><main class="plain">${plain(document)}</main>
<section aria-labelledby="problems"><h2 id="problems">Problems</h2>${problemsHtml()}</section></body></html>
`;
}

function plain(document: Document): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
  );
  const sections = (document.tags ?? []).map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags?.includes(name));
    return `<section><h2>${escaped(name)}</h2><p>${prose(description)}</p>${own.map(operationHtml).join('')}</section>`;
  });
  return `<nav aria-label="Operations"><ul>${operations.map(indexHtml).join('')}</ul></nav>
${sections.join('')}<section><h2>Schemas</h2>${schemasHtml(document)}</section>`;
}

type PlacedOperation = { path: string; method: string; operation: Operation };

const indexHtml = ({ path, method, operation }: PlacedOperation): string =>
  `<li><a href="#${operation.operationId}"><code>${method.toUpperCase()} ${escaped(path)}</code></a> ${prose(operation.summary)}</li>`;

function operationHtml({ path, method, operation }: PlacedOperation): string {
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

const contentHtml = ({ schema, example, examples = {} }: ShownContent): string => {
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
