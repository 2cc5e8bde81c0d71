import { Parser } from 'htmlparser2';

export type Element = { name: string; attributes: Record<string, string>; children: Node[] };
export type Node = Element | string;

export type Tree = {
  root: Element;
  /** Elements by the last part of their id, because ASP.NET prefixes the containers. */
  ids: ReadonlyMap<string, Element>;
  /** Why reading stopped before the end of the document. */
  cut: string | null;
};

/**
 * The largest page known has 23,000 tags and 22,000 references, 30 deep; far more than that is an attack or a
 * mistake.
 */
const most = {
  tags: 200_000,
  references: 400_000,
  depth: 200,
  siblings: 20_000,
  attributes: 100,
  letters: 500_000,
};

class TooMuch extends Error {}

/** Reads markup, well formed or not, into a tree of bounded size. */
export function parseTree(text: string, { xml }: { xml: boolean }): Tree {
  const builder = treeBuilder();
  if (isOver(text, '<', most.tags)) return { ...builder.tree, cut: tooMuch('tags') };
  if (isOver(text, '&', most.references))
    return { ...builder.tree, cut: tooMuch('references to characters') };
  const parser = new Parser(builder.handler, { xmlMode: xml, decodeEntities: true });
  try {
    parser.end(text);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return { ...builder.tree, cut: error.message };
  }
  return { ...builder.tree, cut: null };
}

const tooMuch = (what: string): string => `It has more ${what} than any known document.`;

function isOver(text: string, letter: string, limit: number): boolean {
  let at = -1;
  for (let count = 0; count <= limit; count += 1) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/**
 * The prefix that ASP.NET puts before an id, such as
 * `ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_`; before 2016 it was shorter.
 */
const containers = /^(?:ctl\d\d_)*(?:ContentPlaceHolder[A-Za-z0-9]*_)*/;

function treeBuilder() {
  const root: Element = { name: '', attributes: {}, children: [] };
  const ids = new Map<string, Element>();
  const open: Element[] = [root];
  const inside = (): Node[] => (open.at(-1) ?? root).children;
  let attributes = 0;
  const count = (value: number, limit: number, what: string): void => {
    if (value > limit) throw new TooMuch(tooMuch(what));
  };
  const handler = {
    onopentagname: () => {
      attributes = 0;
    },
    onattribute: () => {
      attributes += 1;
      count(attributes, most.attributes, 'attributes to a tag');
    },
    onopentag: (name: string, given: Record<string, string>) => {
      count(open.length, most.depth, 'elements within each other');
      const element = { name, attributes: given, children: [] };
      count(inside().push(element), most.siblings, 'parts beside each other');
      open.push(element);
      const id = given.id?.replace(containers, '');
      if (id && !ids.has(id)) ids.set(id, element);
    },
    ontext: (text: string) => {
      const children = inside();
      const last = children.length - 1;
      count(text.length + lengthOf(children[last]), most.letters, 'letters in one place');
      if (typeof children[last] === 'string') children[last] += text;
      else children.push(text);
    },
    onclosetag: () => void open.pop(),
  };
  return { handler, tree: { root, ids } };
}

const lengthOf = (node: Node | undefined): number => (typeof node === 'string' ? node.length : 0);

export const isElement = (node: Node): node is Element => typeof node !== 'string';

/** The cells (`td`, `th`) of a row. */
export const cellsOf = (row: Element): Element[] =>
  row.children.filter(isElement).filter(({ name }) => /^t[dh]$/.test(name));

/** The nearest elements of that name below `element`; nothing is looked for within one that is found. */
export function nearest(element: Element, name: string, past?: string): Element[] {
  const found: Element[] = [];
  for (const child of element.children) {
    if (!isElement(child)) continue;
    if (child.name === name) found.push(child);
    else if (child.name !== past) found.push(...nearest(child, name, past));
  }
  return found;
}

/** The first element that `wanted` accepts, in document order. */
export function first(element: Element, wanted: (one: Element) => boolean): Element | undefined {
  for (const child of element.children) {
    if (!isElement(child)) continue;
    if (wanted(child)) return child;
    const below = first(child, wanted);
    if (below) return below;
  }
  return undefined;
}

/** Every element of that name, in document order. */
export function all(element: Element, name: string, found: Element[] = []): Element[] {
  for (const child of element.children) {
    if (!isElement(child)) continue;
    if (child.name === name) found.push(child);
    all(child, name, found);
  }
  return found;
}
