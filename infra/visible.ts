/**
 * Shows as `\\u…` every character that could command the terminal or turn the writing direction, because
 * others chose names and texts. JSON keeps its meaning.
 */
export const visible = (text: string): string =>
  text.replaceAll(
    /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
