import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Role } from '@access-layer/kit/token';

export interface BenchCaller {
  role: Role;
  party?: string;
  customer?: string;
}

export interface BenchIssuer {
  issuer: string;
  audience: string;
  jwksUri: string;
  /** An access token (RFC 9068) of an hour for reading. */
  tokenFor(caller: BenchCaller): string;
  close(): void;
}

const AUDIENCE = 'access-layer';

/** An issuer of access tokens whose keys can be fetched, as the service under test expects one. */
export async function startIssuer(): Promise<BenchIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = JSON.stringify({
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256' }],
  });
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(keys);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    ...{ issuer, audience: AUDIENCE, jwksUri: `${issuer}/jwks` },
    tokenFor(caller) {
      const nowS = Math.floor(Date.now() / 1000);
      const sub = caller.party ?? caller.customer ?? caller.role;
      const times = { iat: nowS, exp: nowS + 3600 };
      const claims = { iss: issuer, aud: AUDIENCE, sub, client_id: `bench-${sub}`, scope: 'data:read' };
      const text = `${part({ alg: 'ES256', typ: 'at+jwt', kid: 'bench' })}.${part({ ...claims, ...times, ...caller })}`;
      const signature = createSign('sha256')
        .update(text)
        .sign({ key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${text}.${signature.toString('base64url')}`;
    },
    close: () => server.close(),
  };
}
