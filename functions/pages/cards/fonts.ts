import { existsSync, readFileSync } from 'node:fs';
import chinese from '@fontsource-variable/noto-serif-sc/unicode.json' with { type: 'json' };
import european from '@fontsource-variable/source-serif-4/unicode.json' with { type: 'json' };
import type { FontLoader } from '@takumi-rs/wasm';

/** A file of a package, from beside the bundle or from the package itself. */
export function packaged(name: string, specifier: string): Buffer {
  const beside = new URL(`./assets/${name}`, import.meta.url);
  return readFileSync(existsSync(beside) ? beside : new URL(import.meta.resolve(specifier)));
}

/** A font family, split over many files by characters; only the files that a text needs are read. */
const familyOf = (name: string, characters: Readonly<Record<string, string>>): FontLoader[] =>
  Object.entries(characters).map(([part, ranges]) => {
    const file = `${name}-${part.replaceAll(/[[\]]/g, '')}-wght-normal.woff2`;
    return {
      name,
      key: file,
      unicodeRange: ranges.split(',').map(rangeOf),
      data: () => packaged(file, `@fontsource-variable/${name}/files/${file}`),
    };
  });

/** Reads `U+4e00-9fff` or `U+20ac`. */
function rangeOf(text: string): [number, number] {
  const [from = '', to = from] = text.replace('U+', '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}

const families = {
  chinese: familyOf('noto-serif-sc', chinese),
  european: familyOf('source-serif-4', european),
};

/** Whether a text holds Chinese characters, their punctuation or full-width forms. */
const isChinese = (text: string): boolean => /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(text);

/**
 * The fonts for a text. The Chinese font comes first only if it is needed, because its quotation marks are as
 * wide as characters.
 */
export const fontsFor = (text: string): FontLoader[] =>
  isChinese(text) ? [...families.chinese, ...families.european] : families.european;
