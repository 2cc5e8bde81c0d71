/** The `User-Agent`: it gives our name, and an address for the depositary to write to. */
export const agentOf = (version: string, contact: string): string =>
  `TreatyRatificationTracker/${version} (+mailto:${contact})`;

/** Whether a text is a mail address, and cannot break a header. */
export const isContact = (text: string): boolean => /^[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+$/.test(text);
