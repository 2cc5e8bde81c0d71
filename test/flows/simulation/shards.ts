/** How many shards members are dealt to; few, so that each has several. */
export const usedShards = 2;
