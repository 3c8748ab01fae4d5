const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const R = 24;

/** The hash by which Kafka's own producers choose a partition (murmur2, 32 bits, signed). */
export function murmur2(data: Uint8Array): number {
  const words = data.length >> 2;
  let hash = SEED ^ data.length;
  for (let i = 0; i < words; i++) {
    const at = i * 4;
    let k = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
    k = Math.imul(k, M);
    k ^= k >>> R;
    hash = Math.imul(hash, M) ^ Math.imul(k, M);
  }
  const rest = words * 4;
  if (data.length - rest >= 3) hash ^= data[rest + 2]! << 16;
  if (data.length - rest >= 2) hash ^= data[rest + 1]! << 8;
  if (data.length - rest >= 1) hash = Math.imul(hash ^ data[rest]!, M);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return (hash ^ (hash >>> 15)) | 0;
}

/** The partition of a key, as Kafka's default partitioner has it. */
export function partitionOf(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}
