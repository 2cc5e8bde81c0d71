import type * as z from 'zod';

type SchemaIssue = z.core.$ZodIssue;

/** One fault: its place, and why, in words that a caller can act on. */
export type Placed = { path: readonly PropertyKey[]; code: SchemaIssue['code']; detail: string };

/** Faults that an answer tells. Whoever sends thousands is not told of each, because wording one takes time. */
export const mostFaults = 50;

/**
 * The first faults of `value`, at most one a place, because the rest follow from it; an unknown member is a fault
 * at its own place.
 */
export function placedFaults({ issues }: z.core.$ZodError, value: unknown, unknown: Unknown): Placed[] {
  const all = issues
    .slice(0, mostFaults)
    .flatMap((issue) => leaves(issue))
    .flatMap((at) => placed(at, value, unknown));
  const first = new Map(all.map((fault) => [JSON.stringify(fault.path), fault] as const).reverse());
  return all.filter((fault) => first.get(JSON.stringify(fault.path)) === fault);
}

/** Says what is wrong with an unknown member. */
type Unknown = (path: readonly PropertyKey[]) => string;

type Leaf = { issue: SchemaIssue; path: PropertyKey[] };

function placed({ issue, path }: Leaf, value: unknown, unknown: Unknown): Placed[] {
  const { code } = issue;
  if (code === 'unrecognized_keys')
    return issue.keys.slice(0, mostFaults).map((key) => ({
      path: [...path, key],
      code,
      detail: unknown([...path, key]),
    }));
  return [
    { path, code, detail: code !== 'custom' && isMissing(value, path) ? ofMissing(issue) : wording(issue) },
  ];
}

/**
 * Of a union's faults, those of the form with the fewest unknown members; among equals, of the one listed
 * first.
 */
function leaves(issue: SchemaIssue, above: PropertyKey[] = []): Leaf[] {
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ issue, path }];
  const forms = issue.errors.map((form) => form.flatMap((inner) => leaves(inner, path)));
  return forms.reduce((nearest, form) => (unknownIn(form) < unknownIn(nearest) ? form : nearest));
}

const unknownIn = (form: readonly Leaf[]): number =>
  form.reduce((sum, { issue }) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);

/** Whether a member is absent; a text has no members to miss. */
const isMissing = (value: unknown, path: readonly PropertyKey[]): boolean => {
  const at = path.slice(0, -1).reduce<unknown>((above, step) => Object(above)[step], value);
  const last = path.at(-1);
  return last !== undefined && typeof at === 'object' && Object(at)[last] === undefined;
};

export const missing = 'it is missing';

const ofMissing = (issue: SchemaIssue): string =>
  issue.code === 'invalid_value' ? `${missing}; ${wording(issue)}` : missing;

/** The schema's own words if it has any, else ours in place of the library's. */
function wording(issue: SchemaIssue): string {
  const { code, message } = issue;
  if (!/^(Invalid|Too) /.test(message)) return message;
  if (code === 'invalid_value') return `${listed(issue.values)} is expected`;
  if (code === 'invalid_union' && 'options' in issue)
    return `${listed(issue.options as string[])} is expected`;
  if (code === 'invalid_type')
    return `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected} is expected`;
  if (code === 'too_small') return `at least ${issue.minimum}${unitOf(issue.origin)} expected`;
  if (code === 'too_big') return `at most ${issue.maximum}${unitOf(issue.origin)} expected`;
  return message;
}

const listed = (values: readonly unknown[]): string =>
  values.length > 1 ? `one of ${values.join(', ')}` : String(values[0]);

const unitOf = (origin: string): string =>
  ({ array: ' entries are', string: ' characters are' })[origin] ?? ' is';
