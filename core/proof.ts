import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Address, Count, closed, Hash, SignatureText } from './payloads/common.ts';

const HexBytes = Type.String({ pattern: '^0x([0-9a-f]{2})*$' });
const TrieNodes = Type.Array(HexBytes, { maxItems: 65 });

/** As `eth_getProof` gives it; a slot's value is read from its proof and does not stand beside it. */
const StorageProof = Type.Object(
  {
    accountProof: TrieNodes,
    storageProof: Type.Array(Type.Object({ key: Hash, proof: TrieNodes }, closed), { maxItems: 70 }),
  },
  closed,
);
export type StorageProof = Type.Static<typeof StorageProof>;

/** `*.proof.json`: everything that a stranger needs beside his own network file (formats 8). */
export const ProofFile = Type.Object(
  {
    accessLayerProof: Type.Literal(1),
    packet: Type.Object({ payload: Type.String(), signature: SignatureText }, closed),
    leaf: Type.Object({ receivedAt: Count, leafIndex: Count }, closed),
    batch: Type.Object(
      {
        anchorer: Address,
        index: Count,
        root: Hash,
        count: Type.Integer({ minimum: 1 }),
        from: Count,
        to: Count,
        proof: Type.Array(Hash, { maxItems: 64 }),
      },
      closed,
    ),
    binding: Type.Object(
      {
        kind: Type.Union([
          Type.Literal('light-node'),
          Type.Literal('set-point-signer'),
          Type.Literal('service'),
          Type.Literal('party'),
        ]),
        key: Address,
        node: Type.String(),
        podCode: Type.String(),
        meterId: Type.String(),
        salt: Hash,
        from: Count,
        until: Count,
      },
      closed,
    ),
    anchor: Type.Object(
      { chainId: Count, contract: Address, txHash: Hash, blockNumber: Count, blockHash: Hash },
      closed,
    ),
    chain: Type.Optional(
      Type.Object(
        {
          header: Type.String({
            ...HexBytes,
            maxLength: 20_000,
            description: 'RLP of the header of the block that `anchor` names, with its seals',
          }),
          anchor: StorageProof,
          registry: StorageProof,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ProofFile = Type.Static<typeof ProofFile>;

const checker = Compile(ProofFile);

/** Reads a proof file; the detail says what does not fit. Never throws. */
export function parseProofFile(text: string): { ok: true; proof: ProofFile } | { ok: false; detail: string } {
  try {
    if (text.length > MAX_CHARACTERS) return { ok: false, detail: `over ${MAX_CHARACTERS} characters` };
    const value: unknown = JSON.parse(text);
    if (hasRepeatedKeys(text, value)) return { ok: false, detail: 'a key stands twice in one object' };
    if (checker.Check(value)) return { ok: true, proof: value };
    const [first] = checker.Errors(value);
    return { ok: false, detail: first ? `${first.instancePath || 'file'} ${first.message}` : 'does not fit' };
  } catch {
    return { ok: false, detail: 'not JSON' };
  }
}

/** A payload of 64 KiB, escaped, with its path and storage proofs. */
const MAX_CHARACTERS = 2_000_000;

/** Other readers take the first of two equal keys, `JSON.parse` the last: such a file says two things at once. */
function hasRepeatedKeys(text: string, value: unknown): boolean {
  const written = text.match(/"(?:[^"\\]|\\.)*"\s*:?/g)?.filter((token) => token.endsWith(':')).length ?? 0;
  return written !== countKeys(value);
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inside = Object.values(value).reduce((sum: number, item) => sum + countKeys(item), 0);
  return Array.isArray(value) ? inside : inside + Object.keys(value).length;
}
