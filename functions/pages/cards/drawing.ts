import { initSync, type Node, Renderer } from '@takumi-rs/wasm';
import { cardSize } from '../parts/share.ts';
import { fontsFor, packaged } from './fonts.ts';
import { styleSheet } from './style.ts';

let made: Renderer | undefined;

/**
 * Makes the renderer with the first card, because a function that draws none should not hold it in memory.
 */
function renderer(): Renderer {
  if (made) return made;
  initSync({ module: packaged('takumi_wasm_bg.wasm', '@takumi-rs/wasm/takumi_wasm_bg.wasm') });
  made = new Renderer();
  return made;
}

/** A card as PNG. */
export const drawn = (card: Node, lang: string): Promise<Uint8Array> =>
  renderer().render(card, {
    ...cardSize,
    format: 'png',
    css: [styleSheet],
    lang,
    fonts: fontsFor(textIn(card)),
  });

const textIn = (node: Node): string =>
  node.type === 'text'
    ? node.text
    : node.type === 'container'
      ? (node.children ?? []).map(textIn).join('')
      : '';
