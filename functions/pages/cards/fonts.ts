import { existsSync, readFileSync } from 'node:fs';
import chinese from '@fontsource-variable/noto-serif-sc/unicode.json' with { type: 'json' };
import european from '@fontsource-variable/source-serif-4/unicode.json' with { type: 'json' };
import type { FontLoader } from '@takumi-rs/wasm';

/** A file of a package: beside the bundle, or where the package is. */
export function packaged(name: string, specifier: string): Buffer {
  const beside = new URL(`./assets/${name}`, import.meta.url);
  return readFileSync(existsSync(beside) ? beside : new URL(import.meta.resolve(specifier)));
}

/** A family lies in many files, each with some of its characters: only those that a text needs are read. */
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

/** `U+4e00-9fff`, or `U+20ac`. */
function rangeOf(text: string): [number, number] {
  const [from = '', to = from] = text.replace('U+', '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}

const families = {
  chinese: familyOf('noto-serif-sc', chinese),
  european: familyOf('source-serif-4', european),
};

/** Chinese, its punctuation, and what is written as wide. */
const isChinese = (text: string): boolean => /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(text);

/** What a text is set in: the Chinese face draws quotation marks as wide as characters, so that it comes first only where it is needed. */
export const fontsFor = (text: string): FontLoader[] =>
  isChinese(text) ? [...families.chinese, ...families.european] : families.european;
