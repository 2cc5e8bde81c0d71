/** Members are dealt to so many shards only, so that a shard has several; nobody is in the others. */
export const usedShards = 2;
