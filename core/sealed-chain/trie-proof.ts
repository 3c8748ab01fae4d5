import { concatBytes, toHex, tryFromHex } from '../bytes.ts';
import { keccak256 } from '../keccak.ts';
import { decodeList, type RlpItem } from './block-header.ts';

/** `value` undefined: proven that the trie has nothing under this key. */
export type TrieAnswer = { ok: true; value: Uint8Array | undefined } | { ok: false; reason: string };

const BRANCH_ITEMS = 17;
const MAX_NODES = 65;

/**
 * What a Merkle Patricia trie holds under a key, by the nodes on the way from its root (Yellow Paper, appendix D, as
 * `eth_getProof` gives them). The trie is a secure one: `key` is hashed first. Never throws.
 */
export function readTrie(root: Uint8Array, key: Uint8Array, proof: readonly string[]): TrieAnswer {
  if (proof.length > MAX_NODES) return bad('too many nodes');
  const path = nibblesOf(keccak256(key));
  let reference: RlpItem = root;
  let depth = 0;
  let used = 0;
  for (;;) {
    let node: RlpItem[] | undefined;
    if (Array.isArray(reference)) {
      node = reference; // a node under 32 bytes stands inside its parent
    } else {
      if (reference.length === 0) return used === proof.length ? absent : bad('nodes that lead nowhere');
      const bytes = tryFromHex(proof[used] ?? '');
      if (!bytes) return used < proof.length ? bad('a node is not hexadecimal') : emptyOr(root);
      used++;
      if (toHex(keccak256(bytes)) !== toHex(reference))
        return bad('a node does not have the hash of its place');
      node = decodeList(bytes);
    }
    const step: Step | undefined = node && stepThrough(node, path.subarray(depth));
    if (!step) return bad('a node is not one of a trie');
    if (step.ends) {
      return used === proof.length ? { ok: true, value: step.value } : bad('nodes behind the last one');
    }
    depth += step.nibbles;
    reference = step.next;
  }
}

const absent: TrieAnswer = { ok: true, value: undefined };
/** keccak256(rlp('')): a trie that holds nothing, whose proof has no nodes. */
const EMPTY_ROOT = toHex(keccak256(Uint8Array.of(0x80)));

function emptyOr(root: Uint8Array): TrieAnswer {
  return toHex(root) === EMPTY_ROOT ? absent : bad('nodes are missing');
}

function bad(reason: string): TrieAnswer {
  return { ok: false, reason };
}

type Step = { ends: true; value: Uint8Array | undefined } | { ends: false; nibbles: number; next: RlpItem };

function stepThrough(node: RlpItem[], path: Uint8Array): Step | undefined {
  if (node.length === BRANCH_ITEMS) {
    // Keys are all of one length, so none ends in a branch.
    return path.length === 0 ? undefined : { ends: false, nibbles: 1, next: node[path[0]!]! };
  }
  const [encoded, content] = node;
  if (node.length !== 2 || !(encoded instanceof Uint8Array) || encoded.length === 0) return undefined;
  const { isLeaf, nibbles } = compactPath(encoded);
  const follows = nibbles.every((nibble, i) => nibble === path[i]);
  if (isLeaf) {
    if (!(content instanceof Uint8Array)) return undefined;
    return { ends: true, value: follows && nibbles.length === path.length ? content : undefined };
  }
  if (!follows || nibbles.length >= path.length) return { ends: true, value: undefined };
  return { ends: false, nibbles: nibbles.length, next: content! };
}

/** Hex-prefix encoding: the first nibble says leaf or extension, and whether the count of nibbles is odd. */
function compactPath(encoded: Uint8Array): { isLeaf: boolean; nibbles: Uint8Array } {
  const all = nibblesOf(encoded);
  const flag = all[0]!;
  return { isLeaf: flag >= 2, nibbles: all.subarray(flag % 2 === 1 ? 1 : 2) };
}

function nibblesOf(bytes: Uint8Array): Uint8Array {
  return concatBytes(...Array.from(bytes, (byte) => Uint8Array.of(byte >> 4, byte & 15)));
}
