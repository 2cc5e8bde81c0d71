/** How we introduce ourselves to depositaries: by name, and by whom to write to. */
export const agentOf = (version: string, contact: string): string =>
  `TreatyRatificationTracker/${version} (+mailto:${contact})`;

/** An address that a mail can be sent to, and nothing that would break a header. */
export const isContact = (text: string): boolean => /^[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+$/.test(text);
