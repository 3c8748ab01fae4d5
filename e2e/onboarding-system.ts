import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDefaults } from '@access-layer/blockchain-access-layer/config';
import { startBlockchainAccessLayer } from '@access-layer/blockchain-access-layer/service';
import { prepareSurroundings } from '@access-layer/blockchain-access-layer/test/system';
import { createLog } from '@access-layer/kit/log';
import { issueIdentity, writeIdentity } from '@access-layer/kit/pki';
import { checkedConfig, type OnboardingConfig } from '@access-layer/onboarding/config';
import { startOnboarding } from '@access-layer/onboarding/service';
import { openDsoRegistry } from '@access-layer/registrar/dso-registry';
import { startRegistrar } from '@access-layer/registrar/registrar';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const log = createLog({ name: 'test', level: 'silent' });
const ISSUER = 'http://test.invalid';

/** A broker with its chain, the registrar and onboarding, each as it runs for real, in this process. */
export async function startOnboardingSystem(more: Partial<OnboardingConfig> = {}) {
  const around = await prepareSurroundings();
  const dir = mkdtempSync(join(tmpdir(), 'onboarding-'));
  const settings = withDefaults(around.config);
  const bal = await startBlockchainAccessLayer(settings, {
    log,
    onFatal: (error) => {
      throw error;
    },
  });
  const dso = openDsoRegistry(join(dir, 'dso'));
  const { registry } = around.chain;
  const podPattern = new RegExp(settings.podPattern);
  const registrar = startRegistrar({ ...{ dso, registry, podPattern, log }, stream: around.stream });
  const tokens = await createIssuer();
  const server = { commonName: 'onboarding', serverNames: ['127.0.0.1'] };
  const config: OnboardingConfig = {
    network: settings.network,
    dataDir: join(dir, 'onboarding'),
    http: { port: 0 },
    device: {
      ...{ port: 0, url: 'https://127.0.0.1:1' },
      ...writeIdentity(dir, 'server', await issueIdentity(around.ca, server)),
    },
    authority: { certFile: around.caFile, keyFile: join(around.dir, 'pki', 'ca.key') },
    broker: `mqtts://127.0.0.1:${bal.mqttPort}`,
    anchorers: [around.anchorer],
    setPointSigners: [],
    stream: { name: 'embedded', dir: join(around.dir, 'stream') },
    auth: { issuer: ISSUER, audience: 'access-layer', jwksUri: tokens.jwksUri },
    ...more,
  };
  let nowMs = () => Date.now();
  const start = () => startOnboarding(checkedConfig(config), log, () => nowMs());
  let onboarding = await start();
  const url = () => `http://127.0.0.1:${onboarding.httpPort}`;

  return {
    ...{ around, bal, dir, log },
    url,
    deviceUrl: () => `https://127.0.0.1:${onboarding.devicePort}`,
    setClock: (now: () => number) => {
      nowMs = now;
    },
    /** Starts onboarding again, as after a crash: it stands on what is on disk. */
    async restart(): Promise<void> {
      await onboarding.stop();
      onboarding = await start();
    },
    token: () => tokens.of('dso-operator'),
    /** A request as somebody of a role. */
    async call(method: string, path: string, body?: object, role = 'dso-operator') {
      const response = await fetch(url() + path, {
        method,
        headers: {
          authorization: `Bearer ${await tokens.of(role)}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      // biome-ignore lint/suspicious/noExplicitAny: what a test asserts on is read as it came
      return { status: response.status, body: (text ? JSON.parse(text) : undefined) as any };
    },
    async close(): Promise<void> {
      await onboarding.stop();
      await registrar.stop();
      await bal.stop();
      dso.close();
      tokens.close();
      await around.remove();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type OnboardingSystem = Awaited<ReturnType<typeof startOnboardingSystem>>;

/** An issuer of access tokens, as far as a service looks at one. */
async function createIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: '1', alg: 'ES256' }] });
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'application/json').end(keys),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    jwksUri: `http://127.0.0.1:${port}/`,
    of: (role: string) =>
      new SignJWT({ client_id: role, role, party: 'dso', scope: 'data:read admin' })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: '1' })
        .setSubject(role)
        .setIssuer(ISSUER)
        .setAudience('access-layer')
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(privateKey),
    close: () => server.close(),
  };
}
