import type { Reading } from '../reading.ts';

/**
 * Whether a document came as it should and is laid out as no reader knows it. One that is cut off, or another page in
 * its place, may be right the next time; this needs a person.
 */
export const isLayoutChanged = ({ whole, document, reasons }: Reading): boolean =>
  !whole &&
  document !== 'unknown' &&
  !reasons.some((reason) => reason.startsWith('It breaks off')) &&
  reasons.some((reason) =>
    /column|no list|stamp|prints no count|was not understood|has \d+ cells/.test(reason),
  );
