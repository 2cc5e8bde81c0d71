/** The text of a document, and what its bytes say against themselves. */
export type Decoded = { text: string; faults: string[] };

/** The Treaty Collection's files are called iso-8859-1; browsers, and so we, read that as windows-1252. */
export function decode(bytes: Uint8Array): Decoded {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : null;
  if (utf16) return { text: new TextDecoder(utf16).decode(bytes), faults: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), faults: [] };
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    return {
      text,
      faults: isSaidLatin(text) ? [] : ['Its bytes are not in UTF-8, although it does not say so.'],
    };
  }
}

const isSaidLatin = (text: string): boolean =>
  /(?:charset|encoding)=["']?(?:iso-8859-1|windows-1252|latin1)\b/i.test(text.slice(0, 4096));

/** UTF-8 that was read as something else, or letters lost: `TÃ¼rkiye`, `C�te`, `T?rkiye`. */
export const isGarbled = (name: string): boolean =>
  /\ufffd|[ÂÃ][\u0080-\u00bf\u2018-\u203a]|\u00e2[\u20ac\u0080]|\p{L}\?\p{L}/u.test(name);
