import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Address, Count, closed, Hash } from './payloads/common.ts';

/** The verifier's own pinned knowledge of a deployment, obtained apart from any proof (formats 8). */
export const NetworkFile = Type.Object(
  {
    network: Type.String({ minLength: 1, maxLength: 64 }),
    chainId: Count,
    genesisHash: Hash,
    registry: Address,
    anchorContract: Address,
    consensus: Type.Union([Type.Literal('qbft'), Type.Literal('development')]),
    /** Validator sets by first block, ascending; empty on a development network. */
    validators: Type.Array(
      Type.Object({ fromBlock: Count, addresses: Type.Array(Address, { minItems: 1 }) }, closed),
    ),
  },
  closed,
);
export type NetworkFile = Type.Static<typeof NetworkFile>;

const checker = Compile(NetworkFile);

/** Reads a network file; the detail says what does not fit. Never throws. */
export function parseNetworkFile(
  text: string,
): { ok: true; network: NetworkFile } | { ok: false; detail: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (checker.Check(value)) return { ok: true, network: value };
    const [first] = checker.Errors(value);
    return {
      ok: false,
      detail: first ? `${first.instancePath} ${first.message}` : 'does not fit its schema',
    };
  } catch {
    return { ok: false, detail: 'not JSON' };
  }
}
