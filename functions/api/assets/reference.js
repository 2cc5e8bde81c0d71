/**
 * Replaces the plain reference by Swagger UI. The plain one stays if a script or the description fails to
 * load. Requests go to the page's own host; a key is forgotten with the page.
 */
const root = document.documentElement;
const { library } = document.currentScript.dataset;
root.classList.add('scripted');

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => root.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

const loaded = new Promise((resolve, reject) => {
  const script = document.createElement('script');
  script.src = library;
  script.onload = resolve;
  script.onerror = reject;
  document.head.append(script);
});
const description = fetch('openapi.json').then((answer) => answer.json());
const parsed = new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));

const wordsOf = (phrase) => phrase.toLowerCase().split(/\s+/).filter(Boolean);

/** Whether every word occurs in an operation's name or text. */
const fits = (words, operation, names) => {
  const said = ['operationId', 'summary', 'description'].map((name) => operation.get(name) ?? '');
  const text = [...names, ...said].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
};

/** Finds operations and webhooks by words. */
const search = ({ React }) => ({
  fn: {
    opsFilter(tags, phrase) {
      const words = wordsOf(phrase);
      const isFound = (tag) => (entry) =>
        fits(words, entry.get('operation'), [tag, entry.get('method'), entry.get('path')]);
      return tags
        .map((one, tag) => one.update('operations', (own) => own.filter(isFound(tag))))
        .filter((one) => one.get('operations').size > 0);
    },
  },
  statePlugins: {
    spec: {
      wrapSelectors: {
        selectWebhooksOperations:
          (original, { layoutSelectors }) =>
          (...given) => {
            const phrase = layoutSelectors.currentFilter();
            const words = typeof phrase === 'string' ? wordsOf(phrase) : [];
            const isFound = ({ operation, path }) => fits(words, operation, ['webhooks', path]);
            const all = Object.entries(original(...given) ?? {});
            return Object.fromEntries(
              all.map(([name, own]) => [name, own.filter(isFound)]).filter(([, own]) => own.length > 0),
            );
          },
      },
    },
  },
  components: {
    FilterContainer({ layoutActions }) {
      const onChange = ({ target }) => layoutActions.updateFilter(target.value || true);
      return React.createElement(
        'div',
        { className: 'search', role: 'search' },
        React.createElement('label', { htmlFor: 'search' }, 'Search operations'),
        React.createElement('input', { id: 'search', type: 'search', maxLength: 100, onChange }),
      );
    },
    InfoContainer: () => null,
    ServersContainer: () => null,
  },
});

/** Turns a link of the plain reference, `#getState`, into Swagger UI's address. */
function findLinked({ paths }) {
  const asked = location.hash.slice(1);
  const operations = Object.values(paths).flatMap((item) => Object.values(item));
  const found = operations.find(({ operationId }) => operationId === asked);
  if (found) history.replaceState(null, '', `#/${encodeURIComponent(found.tags[0])}/${asked}`);
}

async function show() {
  const [spec] = await Promise.all([description, loaded, parsed]);
  const here = new URL('.', location.href).pathname;
  findLinked(spec);
  window.SwaggerUIBundle({
    spec: { ...spec, servers: [{ url: here }] },
    dom_id: '#operations',
    plugins: [search],
    filter: true,
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    syntaxHighlight: { theme: 'tomorrow-night' },
    validatorUrl: null,
  });
}

show().catch(() => root.classList.remove('scripted'));
