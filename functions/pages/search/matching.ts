/** A text for comparison: without case, accents, punctuation or character width. */
export const comparable = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * How well names match what was asked: 3 for a whole name, 2 for a beginning, 1 for its words, 0 for none.
 */
export function rankOf(names: readonly string[], asked: string): 0 | 1 | 2 | 3 {
  const wanted = comparable(asked);
  if (wanted === '') return 0;
  const all = names.map(comparable);
  const close = (text: string) => text.replaceAll(' ', '').replace(/(\D)0+(?=\d)/g, '$1');
  if (all.some((name) => name === wanted || close(name) === close(wanted))) return 3;
  if (all.some((name) => name.startsWith(wanted))) return 2;
  const words = wanted.split(' ');
  return all.some((name) => words.every((word) => name.includes(word))) ? 1 : 0;
}

/** The matches, best first. */
export const found = <T>(things: readonly T[], namesOf: (thing: T) => readonly string[], asked: string) =>
  things
    .map((thing) => ({ thing, rank: rankOf(namesOf(thing), asked) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank);
