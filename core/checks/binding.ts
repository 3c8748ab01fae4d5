import type { Hex } from '../bytes.ts';
import { commitmentOf, LISTED } from '../commitment.ts';
import { type Payload, parsePayload } from '../payload.ts';
import type { ProofFile } from '../proof.ts';
import type { ChainAnswer } from '../verify.ts';
import { type Check, fail, pass, unanswered } from './check.ts';
import { kindThatSigns } from './packet.ts';

/** The commitment that the registry must hold for this proof: of node, PoD and meter, or the one of listed keys. */
export function commitmentIn({ binding }: ProofFile): Hex {
  if (binding.kind !== 'light-node') return LISTED;
  return commitmentOf({ ...binding, salt: binding.salt as Hex });
}

export function bindingCheck(proof: ProofFile, answer: ChainAnswer): Check {
  const parsed = parsePayload(proof.packet.payload);
  if (!parsed.ok) return fail('binding', 'the payload cannot be read');
  const stranger = disagreement(parsed.payload, proof.binding);
  if (stranger) return fail('binding', stranger);
  if (!answer.asked) return unanswered('binding', answer);
  const { binding } = answer.facts;
  if (binding.kind !== proof.binding.kind) {
    return fail(
      'binding',
      `the registry knows ${proof.binding.key} as ${binding.kind}, not ${proof.binding.kind}`,
    );
  }
  if (binding.from === 0) return fail('binding', 'the registry holds no such binding of this key');
  if (binding.from !== proof.binding.from) {
    return fail('binding', `bound from ${time(binding.from)}; the proof says ${time(proof.binding.from)}`);
  }
  if (proof.binding.until !== 0 && proof.binding.until !== binding.until) {
    return fail('binding', `bound until ${time(binding.until)}; the proof says ${time(proof.binding.until)}`);
  }
  return proof.binding.kind === 'light-node'
    ? pass('binding', 'the registry holds this key for this node, PoD and meter')
    : pass('binding', `the registry lists this key as ${proof.binding.kind}`);
}

export function validityCheck(proof: ProofFile, answer: ChainAnswer): Check {
  if (!answer.asked) return unanswered('validity', answer);
  const { binding } = answer.facts;
  const received = time(proof.leaf.receivedAt);
  if (binding.valid) return pass('validity', `the key was valid at receipt, ${received}`);
  if (binding.from === 0)
    return fail('validity', 'the registry holds no such binding of this key, at any time');
  if (binding.revokedAt > 0 && binding.revokedAt <= proof.leaf.receivedAt) {
    return fail(
      'validity',
      `the key was revoked at ${time(binding.revokedAt)}, before receipt at ${received}`,
    );
  }
  return fail(
    'validity',
    `the key was valid from ${time(binding.from)} until ${time(binding.until)}, not at receipt, ${received}`,
  );
}

function disagreement(payload: Payload, binding: ProofFile['binding']): string | undefined {
  const kind = kindThatSigns(payload);
  if (kind !== binding.kind)
    return `a ${payload.type} is signed by a ${kind}; the proof names a ${binding.kind}`;
  if (binding.kind !== 'light-node' || !('meter' in payload)) {
    const { node, podCode, meterId, salt } = binding;
    if (`${node}${podCode}${meterId}` === '' && salt === LISTED) return undefined;
    return `a ${kind} is listed, not bound to a meter; the proof names one, which nothing vouches for`;
  }
  const pairs = [
    ['node', payload.node, binding.node],
    ['PoD', payload.pod, binding.podCode],
    ['meter', payload.meter, binding.meterId],
  ];
  const wrong = pairs.find(([, inPayload, bound]) => inPayload !== bound);
  return wrong && `the payload names ${wrong[0]} ${wrong[1]}; the binding opens to ${wrong[2]}`;
}

function time(ms: number): string {
  return ms === 0 ? 'open' : new Date(ms).toISOString();
}
