import type { Reading } from '../reading.ts';

/**
 * Whether a document came whole in a layout that no reader knows: that needs a person, while a truncated or
 * wrong page may be right next time. It matches the sentences of columns, dates, grid, page and judging, so
 * reword both together.
 */
export const isLayoutChanged = ({ whole, document, reasons }: Reading): boolean =>
  !whole &&
  document !== 'unknown' &&
  !reasons.some((reason) => reason.startsWith('It breaks off')) &&
  reasons.some((reason) =>
    /column|no list|stamp|prints no count|was not understood|has \d+ cells/.test(reason),
  );
