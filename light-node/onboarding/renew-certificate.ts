import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { RenewalAnswer, renewalText } from '@access-layer/core/enrolment';
import { AccessLayerError } from '@access-layer/core/errors';
import { signPayload } from '@access-layer/core/sign';
import type { LightNodeConfig } from '../config.ts';
import { moveDurably, writeDurably } from '../write-durably.ts';
import { post } from './device-client.ts';
import { ensureRequest, forget } from './device-files.ts';

/**
 * A new key for TLS and a new certificate for it, by the signing key, which is what the node is known by. The next
 * connection uses them. A crash between the two files leaves a key without its certificate: `pairFiles` puts that right.
 * @throws AccessLayerError LN_ONBOARDING_…
 */
export async function renewCertificate(
  config: Pick<LightNodeConfig, 'id' | 'broker' | 'onboarding'>,
  privateKey: Uint8Array,
): Promise<string> {
  const { id: node, broker } = config;
  const { url, caFile } = requireOnboarding(config);
  const { keyFile, certFile } = broker;
  const next = { key: `${keyFile}.renewed`, request: `${certFile}.request` };
  const csr = await ensureRequest(next.request, next.key);
  const { signature } = signPayload(renewalText({ node, csr }), privateKey);
  const { certificate, end } = await post(
    new URL('/renewal', url).href,
    { node, csr, signature },
    { authority: readFileSync(caFile, 'utf8'), answer: RenewalAnswer },
  );
  writeDurably(`${certFile}.renewed`, certificate);
  pairFiles(broker);
  forget(next.request);
  return end;
}

/** Puts a renewed key and its certificate in place, whatever came between; nothing to do where there is none. */
export function pairFiles({
  keyFile,
  certFile,
}: Pick<LightNodeConfig['broker'], 'keyFile' | 'certFile'>): void {
  const renewed = { keyFile: `${keyFile}.renewed`, certFile: `${certFile}.renewed` };
  if (isPair(renewed)) {
    moveDurably(renewed.keyFile, keyFile);
    moveDurably(renewed.certFile, certFile);
  } else if (isPair({ keyFile, certFile: renewed.certFile })) moveDurably(renewed.certFile, certFile);
}

function isPair({ keyFile, certFile }: { keyFile: string; certFile: string }): boolean {
  try {
    return new X509Certificate(readFileSync(certFile)).checkPrivateKey(
      createPrivateKey(readFileSync(keyFile)),
    );
  } catch {
    return false;
  }
}

/** @throws AccessLayerError LN_ONBOARDING_UNKNOWN */
export function requireOnboarding({ onboarding }: Pick<LightNodeConfig, 'onboarding'>) {
  if (onboarding) return onboarding;
  throw new AccessLayerError({
    code: 'LN_ONBOARDING_UNKNOWN',
    message: 'the configuration has no onboarding: {url, caFile}; the DSO says where it is',
  });
}
