/** The text of a document, and what its bytes say against themselves. */
export type Decoded = { text: string; faults: string[] };

/**
 * Decodes UTF-16 by its byte order mark or its zeros; else as UTF-8 if the bytes are valid UTF-8, because
 * files often name a wrong charset; else by the charset named.
 */
export function decode(bytes: Uint8Array): Decoded {
  const utf16 = utf16Of(bytes);
  if (utf16) return { text: new TextDecoder(utf16).decode(bytes), faults: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), faults: [] };
  } catch {
    return inItsCharset(bytes);
  }
}

/**
 * A file that names iso-8859-1 is read as windows-1252, as the Encoding Standard demands. Only markup is
 * blamed for naming no charset, because CSV cannot name one.
 */
function inItsCharset(bytes: Uint8Array): Decoded {
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, 4096));
  const named = /(?:charset|encoding)\s*=\s*["']?([\w-]{2,20})/i.exec(start)?.[1] ?? '';
  const decoder = /^utf-?8$/i.test(named) ? undefined : decoderOf(named);
  const isMarkup = start.trimStart().startsWith('<');
  return {
    text: (decoder ?? new TextDecoder('windows-1252')).decode(bytes),
    faults: decoder || !isMarkup ? [] : ['Its bytes are not in UTF-8, although it does not say so.'],
  };
}

function decoderOf(label: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

/** In UTF-16, ASCII markup has a zero in every second byte, which tells the byte order. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, 64);
  const zeros = (offset: number): number =>
    start.filter((byte, at) => at % 2 === offset && byte === 0).length;
  if (start.length < 64 || zeros(0) + zeros(1) !== 32) return null;
  return zeros(1) === 32 ? 'utf-16le' : zeros(0) === 32 ? 'utf-16be' : null;
}

/** UTF-8 that was read as something else, or letters lost: `TÃ¼rkiye`, `C�te`, `T?rkiye`. */
export const isGarbled = (name: string): boolean =>
  /\ufffd|[ÂÃ][\u0080-\u00bf\u2018-\u203a]|\u00e2[\u20ac\u0080]|\p{L}\?\p{L}/u.test(name);
