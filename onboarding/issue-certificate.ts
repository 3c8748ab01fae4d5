import { certify, readCertificateRequest } from '@access-layer/kit/pki';
import { onboardingError } from './errors.ts';
import type { Parts } from './parts.ts';

/**
 * A certificate for the key of a request, in the name of a node; nothing is written down yet.
 * @throws AccessLayerError ONB_CERTIFICATE_REQUEST
 */
export async function issueCertificate(
  { authority, settings }: Pick<Parts, 'authority' | 'settings'>,
  node: string,
  csr: string,
): Promise<string> {
  const publicKey = await readCertificateRequest(csr);
  if (!publicKey) {
    throw onboardingError(
      'ONB_CERTIFICATE_REQUEST',
      'this is no request that a P-256 key has signed for itself',
    );
  }
  return certify(authority, { commonName: node, days: settings.certificateDays }, publicKey);
}
