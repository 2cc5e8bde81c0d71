import { type Element, first } from '../tree.ts';

/** NORMLEX is published in three languages; names and statuses are known in English. */
export function languageFaults(root: Element, text: string): string[] {
  const named = first(root, ({ name }) => name === 'html')
    ?.attributes.lang?.slice(0, 2)
    .toLowerCase();
  const isFrench = named === 'fr' || /(?<!\p{L})en vigueur(?!\p{L})/iu.test(text);
  const isSpanish = named === 'es' || /(?<!\p{L})en vigor(?!\p{L})/iu.test(text);
  const language = isFrench ? 'French' : isSpanish ? 'Spanish' : null;
  return language ? [`It is the ${language} page: only the English one is read.`] : [];
}
