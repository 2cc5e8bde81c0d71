/**
 * Recorded answers by operation, or by `operation/name` for several; `sent` only if the request had a body.
 */
export type Examples = Record<string, { target: string; sent?: unknown; status: number; answer: unknown }>;

type DocumentedParameter = { name: string; required?: boolean; schema?: { type?: string } };
type Paths = Record<string, Record<string, { parameters?: DocumentedParameter[] }>>;

/**
 * Gives each required parameter an example, so that an operation can be tried at once. A filter gets none,
 * because it would silently leave something out.
 */
export function withParameterExamples<D extends { paths?: object }>(document: D, examples: Examples): D {
  const paths = (document.paths ?? {}) as Paths;
  const values = valuesIn(Object.keys(paths), examples);
  const shown = (parameter: DocumentedParameter) => {
    const given = values.get(parameter.name);
    if (!parameter.required || given === undefined) return parameter;
    return { ...parameter, example: parameter.schema?.type === 'integer' ? Number(given) : given };
  };
  const operations = Object.values(paths).flatMap((item) => Object.values(item));
  for (const operation of operations)
    if (operation.parameters) operation.parameters = operation.parameters.map(shown);
  return document;
}

/** The value of each parameter in the examples' addresses. */
function valuesIn(templates: readonly string[], examples: Examples): Map<string, string> {
  const addresses = Object.values(examples).map(({ target }) => new URL(target, 'http://tracker'));
  return new Map(
    addresses.flatMap(({ pathname, searchParams }) => [
      ...templates.flatMap((template) => steps(template, pathname)),
      ...searchParams,
    ]),
  );
}

function steps(template: string, pathname: string): [string, string][] {
  const names = template.split('/');
  const values = pathname.split('/');
  const fits = names.every((name, index) => name.startsWith('{') || name === values[index]);
  if (!fits || names.length !== values.length) return [];
  return names.flatMap((name, index) =>
    name.startsWith('{') ? [[name.slice(1, -1), values[index] ?? '']] : [],
  );
}
