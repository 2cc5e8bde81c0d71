import type { Reading } from '../reading.ts';

/**
 * Whether a document came whole, in a layout that no reader knows: that needs a person. One that was cut off,
 * or another page in its place, may be right the next time. Matches the sentences of columns, dates, grid,
 * page and judging: reword both together.
 */
export const isLayoutChanged = ({ whole, document, reasons }: Reading): boolean =>
  !whole &&
  document !== 'unknown' &&
  !reasons.some((reason) => reason.startsWith('It breaks off')) &&
  reasons.some((reason) =>
    /column|no list|stamp|prints no count|was not understood|has \d+ cells/.test(reason),
  );
