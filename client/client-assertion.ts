import { AccessLayerError } from '@access-layer/core/errors';
import { base64url } from './base64url.ts';

/** A private key that this client's tokens are asked for with: a JWK (`kid` where the server knows it by one). */
export type PrivateJwk = JsonWebKey & { kid?: string; alg?: string };

const ALGORITHMS = {
  ES256: { key: { name: 'ECDSA', namedCurve: 'P-256' }, sign: { name: 'ECDSA', hash: 'SHA-256' } },
  RS256: { key: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, sign: { name: 'RSASSA-PKCS1-v1_5' } },
} as const;
/** Long enough for clocks that differ a little; an assertion works once. */
const LIFETIME_S = 60;

/**
 * A JWT by which a client proves that it has its private key (RFC 7523 2.2), by WebCrypto.
 * @throws AccessLayerError CLIENT_KEY where the key is of no kind that the server takes
 */
export async function clientAssertion(clientId: string, key: PrivateJwk, audience: string): Promise<string> {
  const alg = key.kty === 'EC' && key.crv === 'P-256' ? 'ES256' : key.kty === 'RSA' ? 'RS256' : undefined;
  if (!alg) {
    const message = `a key of kind ${key.kty} ${key.crv ?? ''} cannot sign for a token; expected EC P-256 or RSA`;
    throw new AccessLayerError({ code: 'CLIENT_KEY', message });
  }
  const { key: imported, sign } = ALGORITHMS[alg];
  const { kid, ...jwk } = key;
  const secret = await crypto.subtle.importKey('jwk', { ...jwk, alg, key_ops: ['sign'] }, imported, false, [
    'sign',
  ]);
  const now = Math.floor(Date.now() / 1000);
  const head = { alg, typ: 'JWT', ...(kid ? { kid } : {}) };
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: audience,
    jti: crypto.randomUUID(),
    iat: now,
    exp: now + LIFETIME_S,
  };
  const signed = `${base64url(JSON.stringify(head))}.${base64url(JSON.stringify(claims))}`;
  const signature = await crypto.subtle.sign(sign, secret, new TextEncoder().encode(signed));
  return `${signed}.${base64url(new Uint8Array(signature))}`;
}
