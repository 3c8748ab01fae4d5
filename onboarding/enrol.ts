import { createHash } from 'node:crypto';
import type { Hex } from '@access-layer/core/bytes';
import { commitmentOf, newSalt } from '@access-layer/core/commitment';
import { type EnrolmentAnswer, type EnrolmentRequest, enrolmentText } from '@access-layer/core/enrolment';
import { secretBytes } from '@access-layer/core/enrolment-code';
import { signerOf } from '@access-layer/core/message';
import type { Code } from './codes.ts';
import { onboardingError } from './errors.ts';
import { issueCertificate } from './issue-certificate.ts';
import { retire } from './life-cycle.ts';
import type { Parts } from './parts.ts';

/** How long a device waits for the chain before it is told to ask again. */
const CHAIN_TIMEOUT_MS = 30_000;

/**
 * Lets a device in that has a code: takes its key, issues its certificate, and has the key bound to the PoD and the meter
 * that the code is for. A code serves one key: the same request again, after a lost answer or a crash, goes on where it was.
 * @throws AccessLayerError ONB_…
 */
export async function enrol(parts: Parts, request: EnrolmentRequest): Promise<EnrolmentAnswer> {
  const { changes, certificates, settings } = parts;
  const { key, csr, signature } = request;
  const code = parts.codes.findBySecret(secretBytes(request.secret));
  if (!code || code.state === 'withdrawn') throw unknownCode();
  const signer = signerOf({ signature: signature as Hex, payload: enrolmentText(request) });
  if (signer !== key) throw onboardingError('ONB_SIGNATURE', `the request names the key ${key}`);
  const csrHash = createHash('sha256').update(csr).digest();
  if (code.state === 'open') await useCode(parts, code, { key: key as Hex, csr, csrHash });
  else if (code.key !== key || !csrHash.equals(code.csrHash!)) throw used();
  const change = await changes.settled(requestOf(code), CHAIN_TIMEOUT_MS);
  if (change?.status === 'failed') {
    throw onboardingError('ONB_NOT_BOUND', `${code.node} is not bound: ${change.reason}`);
  }
  if (change?.status !== 'done') throw onboardingError('ONB_PENDING', `${code.node} is not bound yet`);
  const { node, pod, meter, role, place } = code;
  return {
    ...{ node, pod, meter, role, network: settings.network },
    ...{ certificate: certificates.ofRequest(csrHash, node)!.pem, authority: parts.authorityPem },
    ...{ broker: settings.broker, anchorers: settings.anchorers, setPointSigners: settings.setPointSigners },
    ...(place && { place }),
  };
}

const requestOf = ({ id }: Code) => `enrolment-${id}`;

async function useCode(
  parts: Parts,
  code: Code,
  { key, csr, csrHash }: { key: Hex; csr: string; csrHash: Uint8Array },
): Promise<void> {
  if (code.expiresAtMs <= parts.now()) throw unknownCode();
  const { node, pod: podCode, meter: meterId, role } = code;
  const certificate = await issueCertificate(parts, node, csr);
  const { book, codes, nodes, certificates, changes } = parts;
  const opening = { node, podCode, meterId, salt: newSalt() };
  book.atomically(() => {
    // Two devices with one code: the first one here has it.
    if (!codes.use(code.id, { key, csrHash })) throw used();
    nodes.set(node, 'enrolling');
    if (code.place) nodes.setPlace(node, code.place);
    certificates.add(node, certificate, csrHash);
    const asked = { ...opening, key, role, commitment: commitmentOf(opening), from: parts.now(), until: 0 };
    changes.ask({ request: requestOf(code), action: 'bind', ...asked }, code.createdBy);
  });
  parts.kick();
}

/** In the transaction that notes the answer to a binding: the node is in, and the one that it replaces is out. */
export function finishEnrolment(parts: Parts, node: string, isBound: boolean, reason?: string): void {
  const { codes, nodes, certificates } = parts;
  if (nodes.find(node)?.state !== 'enrolling') return; // the new meter of a node that is in
  if (!isBound) {
    nodes.set(node, 'revoked', { reason: `not bound: ${reason ?? ''}` });
    certificates.revokeAll(node, 'not bound');
    return;
  }
  nodes.set(node, 'active');
  const { replaces, createdBy } = codes.latestFor(node)!;
  if (!replaces) return;
  const why = { state: 'replaced', reason: `replaced by ${node}`, by: createdBy, replacedBy: node } as const;
  retire(parts, replaces, why);
}

function unknownCode() {
  return onboardingError('ONB_CODE_UNKNOWN', 'there is no such code, or its time is over');
}

function used() {
  return onboardingError('ONB_CODE_USED', 'this code was used');
}
