import { createHash, X509Certificate } from 'node:crypto';
import type { Hex } from '@access-layer/core/bytes';
import {
  type BindingsAnswer,
  type BindingsRequest,
  bindingsText,
  type RenewalAnswer,
  type RenewalRequest,
  renewalText,
} from '@access-layer/core/enrolment';
import { signerOf } from '@access-layer/core/message';
import { formatTime } from '@access-layer/core/time';
import { onboardingError } from './errors.ts';
import { issueCertificate } from './issue-certificate.ts';
import { requireActive } from './life-cycle.ts';
import type { Parts } from './parts.ts';

/**
 * A new certificate for a node whose key is bound now, also where the old certificate has ended. The same request again
 * gives the same certificate, so one that was overheard gives nothing to whoever repeats it.
 * @throws AccessLayerError ONB_SIGNATURE, ONB_NODE_STATE, ONB_CERTIFICATE_REQUEST
 */
export async function renew(parts: Parts, request: RenewalRequest): Promise<RenewalAnswer> {
  const { node, csr } = request;
  requireOwnKey(parts, node, request.signature, renewalText(request));
  requireActive(parts, node);
  const csrHash = createHash('sha256').update(csr).digest();
  const known = parts.certificates.ofRequest(csrHash, node);
  if (known && !known.revokedAtMs) return { certificate: known.pem, end: formatTime(known.endAtMs) };
  const certificate = await issueCertificate(parts, node, csr);
  parts.book.atomically(() => parts.certificates.add(node, certificate, csrHash));
  return { certificate, end: new X509Certificate(certificate).validToDate.toISOString() };
}

/** What the contract holds for the node that asks, so that it does not publish what would be refused. */
export async function ownBindings(parts: Parts, request: BindingsRequest): Promise<BindingsAnswer> {
  requireOwnKey(parts, request.node, request.signature, bindingsText(request));
  const open = parts.registry.openOf(request.node);
  return { bindings: open.map(({ key, meterId, role }) => ({ key, meter: meterId, role })) };
}

/** One answer for a node that is not there and for a key that is not its own. */
function requireOwnKey({ registry }: Parts, node: string, signature: string, text: string): void {
  const signer = signerOf({ signature: signature as Hex, payload: text });
  if (signer && registry.isKeyOf(node, signer)) return;
  throw onboardingError('ONB_SIGNATURE', `no key that is bound to ${node} now has signed this`);
}
