/** How much of an editor's input is shown: characters of each text, and sources of each act. */
export type Measure = { characters: number; sources: number };

/**
 * Cuts each long text within a value, and each long list, to its beginning. An address is kept whole or left
 * out, because half of one leads nowhere.
 */
export function beginning<T>(value: T, measure: Measure): T {
  const { characters, sources } = measure;
  if (typeof value === 'string') return beginningOf(value, characters) as T;
  if (Array.isArray(value)) return value.slice(0, sources).map((one) => beginning(one, measure)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(
    ([name, of]) => name !== 'url' || String(of).length <= characters,
  );
  return Object.fromEntries(members.map(([name, of]) => [name, beginning(of, measure)])) as T;
}

export const beginningOf = (text: string, characters: number): string =>
  text.length > characters ? `${text.slice(0, characters).toWellFormed()}…` : text;
