/** The size of a shared link's picture in pixels, as social networks ask for. */
export const cardSize = { width: 1200, height: 630 } as const;
