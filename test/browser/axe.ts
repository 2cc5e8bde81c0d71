import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * Leaves the first three of siblings whose markup is the same but for their words and addresses, because axe
 * takes as long for each of 200 States as for the first. An empty word is another markup.
 */
const thin = `for (const parent of document.querySelectorAll('body, body *')) {
  const seen = new Map();
  for (const child of [...parent.children]) {
    const markup = child.outerHTML
      .replaceAll(/>[^<]*[^<\\s][^<]*</g, '>…<')
      .replaceAll(/ (?!class|role|lang|scope|type|style|tabindex|aria-hidden|aria-current)([\\w-]+)="[^"]+"/g, ' $1="…"');
    const times = (seen.get(markup) ?? 0) + 1;
    seen.set(markup, times);
    if (times > 3) child.remove();
  }
}`;

/** Gives a page axe, and removes what it would only look at again: measure the page before. */
export async function readyForAxe(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  await page.evaluate(thin);
}

/** What axe finds in a context, each as rule and element. `options` are those of axe. */
export const violations = (
  page: Page,
  context: object = { include: ['html'] },
  options = {},
): Promise<string[]> => {
  const asked = JSON.stringify({ ...options, resultTypes: ['violations'] });
  return page.evaluate<string[]>(
    `axe.run(${JSON.stringify(context)}, ${asked}).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
  );
};
