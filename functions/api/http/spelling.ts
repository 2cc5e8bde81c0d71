import { membersOf, type Route } from './route.ts';

/** The path that was meant if fixed steps, such as `/v1` and `states`, came in another case. */
export function meantBy(table: readonly Route[], path: string): string | undefined {
  const steps = path.split('/');
  const own = table
    .map((route) => route.path.split('/'))
    .find((all) => all.length === steps.length && all.every((one, at) => isAt(one, steps[at] ?? '')));
  const meant = own?.map((one, at) => (one.startsWith('{') ? steps[at] : one)).join('/');
  return meant === path ? undefined : meant;
}

const isAt = (own: string, given: string): boolean =>
  own.startsWith('{') ? given !== '' : own === given.toLowerCase();

/** The route's path with its parameters in our spelling, if they came in another case. */
export function respelt({ params, path }: Route, given: Record<string, string>): string | undefined {
  if (!params || params.safeParse(given).success) return undefined;
  const members = membersOf(params);
  const meant = Object.entries(given).map(
    ([name, value]) =>
      [name, spellings(value).find((one) => members[name]?.safeParse(one).success) ?? value] as const,
  );
  const spelt = Object.fromEntries(meant);
  if (!params.safeParse(spelt).success) return undefined;
  return path.replaceAll(/\{(\w+)\}/g, (_, name) => spelt[name] ?? '');
}

/** States' codes are in capitals, the ids we give end in capitals, all others are in small letters. */
const spellings = (value: string): string[] => [
  value,
  value.toLowerCase(),
  value.toUpperCase(),
  value.replace(/^([a-z]+_)(\w+)$/i, (_, kind, id) => kind.toLowerCase() + id.toUpperCase()),
];
