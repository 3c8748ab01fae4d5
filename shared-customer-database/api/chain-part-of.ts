import { createChainParts } from '@access-layer/contracts/chain-part';
import type { RpcUrl } from '@access-layer/contracts/rpc-url';
import type { Hex } from '@access-layer/core/bytes';
import { commitmentIn } from '@access-layer/core/checks/binding';
import type { ProofFile } from '@access-layer/core/proof';

/** Makes the `chain` part of proof files; undefined while the chain does not answer, as the rest proves something too. */
export function createChainPartOf(
  { rpcUrl, registry, anchorContract }: { rpcUrl: RpcUrl; registry: string; anchorContract: string },
  timeoutMs: number,
): (proof: ProofFile) => Promise<ProofFile['chain']> {
  const chainPartOf = createChainParts({
    ...{ rpcUrl, timeoutMs, registry: registry as Hex, anchorContract: anchorContract as Hex },
  });
  return async (proof) => {
    const { anchor, batch, binding } = proof;
    const proven = { anchor, batch, key: binding.key, commitment: commitmentIn(proof) };
    return chainPartOf(proven).catch(() => undefined);
  };
}
