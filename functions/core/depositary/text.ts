import type { Element } from './tree.ts';

/**
 * Control characters, and characters that turn the writing direction or have no width: they could forge a
 * terminal, a log or a page.
 */
const unprintable = /[\p{Cc}\p{Cf}]+/gu;

/** One line of printable text. */
export const line = (text: string): string => text.replace(/\s+/g, ' ').replace(unprintable, '').trim();

/** Shortens a page's own words for quoting in a sentence. */
export const quoted = (text: string): string => {
  const said = line(text);
  return `“${said.length > 80 ? `${said.slice(0, 79)}…` : said}”`;
};

const breaks = new Set(['br', 'p', 'div', 'tr', 'li']);

/** All text of an element, with breaks kept as lines; elements that `skip` picks are left out. */
export function textOf(element: Element | undefined, skip?: (one: Element) => boolean): string {
  if (!element) return '';
  const parts: string[] = [];
  gather(element, parts, skip);
  return parts.join('');
}

function gather(element: Element, parts: string[], skip?: (one: Element) => boolean): void {
  for (const child of element.children) {
    if (typeof child === 'string') parts.push(child);
    else if (!skip?.(child)) {
      if (breaks.has(child.name)) parts.push('\n');
      gather(child, parts, skip);
    }
  }
}

export const lineOf = (element: Element | undefined, skip?: (one: Element) => boolean): string =>
  line(textOf(element, skip));

/** Several lines of printable text, none empty. */
export const linesOf = (text: string): string =>
  text
    .split('\n')
    .map(line)
    .filter((one) => one !== '')
    .join('\n');
