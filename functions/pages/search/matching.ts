/** A text as it is compared: without case, accents, punctuation or the width of its characters. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** How well a thing that has these names is what is asked for: 3 by its whole name, 2 by a beginning, 1 by its words, 0 not at all. */
export function rankOf(names: readonly string[], asked: string): 0 | 1 | 2 | 3 {
  const wanted = plain(asked);
  if (wanted === '') return 0;
  const all = names.map(plain);
  const close = (text: string) => text.replaceAll(' ', '').replace(/(\D)0+(?=\d)/g, '$1');
  if (all.some((name) => name === wanted || close(name) === close(wanted))) return 3;
  if (all.some((name) => name.startsWith(wanted))) return 2;
  const words = wanted.split(' ');
  return all.some((name) => words.every((word) => name.includes(word))) ? 1 : 0;
}

/** What is found, the best first. */
export const found = <T>(things: readonly T[], namesOf: (thing: T) => readonly string[], asked: string) =>
  things
    .map((thing) => ({ thing, rank: rankOf(namesOf(thing), asked) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank);
