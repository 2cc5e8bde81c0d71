/** Pixels of the picture that is shown with a link, as those who show it ask for. */
export const cardSize = { width: 1200, height: 630 } as const;
