// Only where one replica set is too small for the documents: on a mongos. Everything else stays on the primary shard: the
// commits are one row of numbers, and each statement has three unique keys, which shards cannot keep apart.
sh.enableSharding('access-layer');
// `_id` is kind and id. It is the only unique key of these two, and every write of them names it.
sh.shardCollection('access-layer.documents', { _id: 'hashed' });
sh.shardCollection('access-layer.keptAnswers', { _id: 'hashed' });
