import type { Hex } from '../bytes.ts';
import { leafOf } from '../leaf.ts';
import { verifyProof } from '../merkle.ts';
import { messageHashOf, signerOf } from '../message.ts';
import type { NetworkFile } from '../network.ts';
import { type Payload, parsePayload } from '../payload.ts';
import { isServiceMessage } from '../payloads/service-message.ts';
import { isStatement } from '../payloads/statement.ts';
import type { ProofFile } from '../proof.ts';
import { type Check, fail, pass } from './check.ts';

/** Which kind of key may sign which payload. */
export function kindThatSigns(payload: Payload): ProofFile['binding']['kind'] {
  if (payload.type === 'set-point') return 'set-point-signer';
  if (isStatement(payload)) return 'party';
  return payload.type === 'verdict' || isServiceMessage(payload) ? 'service' : 'light-node';
}

export function formatCheck(proof: ProofFile, network: NetworkFile): Check {
  const parsed = parsePayload(proof.packet.payload);
  if (!parsed.ok) return fail('format', `the payload is ${parsed.reason}: ${parsed.detail}`);
  if (parsed.payload.network !== network.network) {
    return fail('format', `signed for network "${parsed.payload.network}"; you trust "${network.network}"`);
  }
  return pass('format', `a ${parsed.payload.type} of version 1 for network "${network.network}"`);
}

export function signatureCheck({ packet }: ProofFile): Check {
  const signer = signerOf(message(packet));
  return signer
    ? pass('signature', `signed by ${signer}`)
    : fail(
        'signature',
        'no key can have made this signature of this payload (or it is not in its low-s form)',
      );
}

export function identityCheck({ packet, binding }: ProofFile): Check {
  const signer = signerOf(message(packet));
  return signer === binding.key
    ? pass('identity', `the signer is the bound key ${binding.key}`)
    : fail('identity', `the signer is ${signer ?? 'nobody'}; the bound key is ${binding.key}`);
}

export function inclusionCheck({ packet, leaf, batch }: ProofFile): Check {
  const hash = leafOf(messageHashOf(message(packet)), leaf.receivedAt);
  const position = { leafIndex: leaf.leafIndex, count: batch.count };
  return verifyProof(hash, batch.proof as Hex[], batch.root as Hex, position)
    ? pass(
        'inclusion',
        `the packet and its time of receipt are in root ${batch.root} (${batch.count} packets)`,
      )
    : fail('inclusion', `the packet with this time of receipt does not lead to root ${batch.root}`);
}

function message({ payload, signature }: ProofFile['packet']) {
  return { payload, signature: signature as Hex };
}
