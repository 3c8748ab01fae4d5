import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { accountsFile, openAccounts } from '@access-layer/gateway/database';
import { readKeys } from '@access-layer/gateway/oauth/signing-keys';
import { DEMO_ACCOUNTS, type DemoAccount } from 'access-layer/demo-parties';
import { importJWK, SignJWT } from 'jose';
import type { AllInOne } from './all-in-one.ts';

/** What makes a token wrong. */
export interface Change {
  issuer?: string;
  audience?: string;
  expired?: true;
}

export type Sign = (claims: object, change?: Change) => Promise<string>;

export const account = (id: string) => DEMO_ACCOUNTS.find((entry) => entry.id === id)!;

export function claimsOf({ id, role, party, customer, scopes }: DemoAccount, scope = scopes.join(' ')) {
  return {
    sub: id,
    client_id: id,
    role,
    scope,
    ...(party ? { party } : {}),
    ...(customer ? { customer } : {}),
  };
}

/** Tokens signed with the key of the system's own issuer: what is wrong with one is only what a test makes wrong. */
export async function signerOf({ dir, run }: AllInOne): Promise<Sign> {
  const database = openAccounts(accountsFile(join(dir, 'gateway')));
  const { jwk } = readKeys(database)[0]!;
  database.close();
  const key = await importJWK(jwk, 'ES256');
  return (claims, { issuer = run().url, audience = 'access-layer', expired } = {}) =>
    new SignJWT({ ...claims, jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: jwk.kid! })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(expired ? Math.floor(Date.now() / 1000) - 1200 : undefined)
      .setExpirationTime(expired ? Math.floor(Date.now() / 1000) - 600 : '10m')
      .sign(key);
}

type Headers = Record<string, string>;

/** What can be wrong with a token; each is refused with its status. */
export async function faults(sign: Sign, iss: string): Promise<[name: string, Headers, status: number][]> {
  const claims = claimsOf(account('administrator'));
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const none = `${part({ alg: 'none', typ: 'at+jwt' })}.${part({ ...claims, iss, aud: 'access-layer', iat: now, exp: now + 600 })}`;
  const good = await sign(claims);
  return [
    ['missing', {}, 401],
    ['expired', bearer(await sign(claims, { expired: true })), 401],
    ['other audience', bearer(await sign(claims, { audience: 'another-service' })), 401],
    ['other issuer', bearer(await sign(claims, { issuer: 'https://issuer.example' })), 401],
    ['alg none', bearer(`${none}.`), 401],
    ['alg none with a signature', bearer(`${none}.${good.split('.')[2]}`), 401],
    ['altered', bearer(`${good.slice(0, -6)}AAAAAA`), 401],
    ['too little scope', bearer(await sign(claimsOf(account('administrator'), 'openid'))), 403],
  ];
}
