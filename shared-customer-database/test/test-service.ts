import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { newPrivateKey } from '@access-layer/core/sign';
import { encryptKeystore } from '@access-layer/kit/keystore';
import { openStream } from '@access-layer/kit/open-stream';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import type { Role } from '@access-layer/kit/token';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { ScdConfig } from '../config.ts';
import { type RunningService, startService } from '../start-service.ts';
import { configIn } from './test-process.ts';
import { type Sealed, toStream } from './test-records.ts';
import { caughtUp, quiet } from './test-scd.ts';

export interface TestCaller {
  role: Role;
  party?: string;
  customer?: string;
}

export const ADMINISTRATOR: TestCaller = { role: 'dso-administrator', party: 'dso' };

const ISSUER = 'https://issuer.example';
const AUDIENCE = 'access-layer';

/** The whole service with the rules of `policies/`, real tokens and a stream on disk; only the chain does not answer. */
export async function startTestService(
  t: TestContext,
  more: Partial<ScdConfig> = {},
  dir: string = temporaryFolder('scd-'),
) {
  const issuer = await startIssuer(t);
  const { openOnLoopback: _, ...config } = configIn(dir, {
    auth: { issuer: ISSUER, audience: AUDIENCE, jwksUri: issuer.jwksUri },
    policiesDir: join(import.meta.dirname, '../../policies'),
    signing: writeKey(dir),
    readLedger: { signEveryS: 1 },
    ...more,
  });
  const service: RunningService = await startService(config, quiet);
  const stream = await openStream({ name: 'embedded', dir: join(dir, 'stream') });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= service.stop().then(() => stream.close());
    return stopping;
  };
  t.after(stop);

  async function call(
    who: TestCaller | undefined,
    path: string,
    options: RequestInit & { scope?: string } = {},
  ) {
    const { scope = 'data:read ingest:write', ...init } = options;
    const headers = new Headers(init.headers);
    if (who) headers.set('authorization', `Bearer ${await issuer.tokenOf(who, scope)}`);
    return fetch(service.url + path, { ...init, headers });
  }

  return {
    ...{ dir, url: service.url, call, stream, stop },
    /** Writes documents of a kind to the registry through the Ingestion API, all or none. */
    async write(path: string, documents: object[]): Promise<void> {
      const headers = { 'content-type': 'application/x-ndjson' };
      const body = documents.map((document) => `${JSON.stringify(document)}\n`).join('');
      const answer = await call(ADMINISTRATOR, `/v1/${path}?atomic=true`, { method: 'POST', headers, body });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    },
    /** Publishes batches and waits until they are stored. */
    async publish(batches: Sealed[]): Promise<void> {
      for (const { records } of batches) await stream.append('packets', toStream(records));
      await caughtUp(join(dir, 'stream'), stream, 'packets', 'shared-customer-database');
    },
  };
}

/** A key that costs nothing to open. */
function writeKey(dir: string): { keystoreFile: string; passphraseFile: string } {
  const files = { keystoreFile: join(dir, 'keystore.json'), passphraseFile: join(dir, 'passphrase') };
  writeFileSync(files.passphraseFile, 'a passphrase');
  writeFileSync(files.keystoreFile, JSON.stringify(encryptKeystore(newPrivateKey(), 'a passphrase', 2)));
  return files;
}

export type TestService = Awaited<ReturnType<typeof startTestService>>;

async function startIssuer(t: TestContext) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] });
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(keys);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    jwksUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    tokenOf(who: TestCaller, scope: string): Promise<string> {
      const id = who.party ?? who.customer ?? who.role;
      return new SignJWT({ ...who, client_id: `client-${id}`, scope })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(id)
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(privateKey);
    },
  };
}
