const HASH = /^0x[0-9a-f]{64}$/;
const ADDRESS = /^0x[0-9a-f]{40}$/;
const POD = /^([a-z]{2}\d{3}e\d{8})[0-9a-z]?$/i;
const NODE = /^[a-z0-9-]{1,64}$/;

/**
 * The page that a search leads to: a hash of 32 bytes (transaction, block, packet or root), a block or batch number, a
 * PoD, or a node. Undefined for what is none of these.
 */
export function searchTarget(text: string): string | undefined {
  const wish = text.trim();
  const lower = wish.toLowerCase();
  if (HASH.test(lower)) return `/explorer/find/${lower}`;
  if (ADDRESS.test(lower)) return '/explorer?tab=contracts';
  if (/^\d{1,15}$/.test(wish)) return `/explorer/find/${wish}`;
  const pod = POD.exec(wish);
  if (pod) return `/pods/${pod[1]!.toUpperCase()}`;
  if (NODE.test(lower)) return `/nodes/${lower}`;
  return undefined;
}
