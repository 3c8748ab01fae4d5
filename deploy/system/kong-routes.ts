// Writes Kong's routes, from the route table and the key that the issuer signs with now: Kong fetches none itself.
import { createPublicKey, type webcrypto } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { stringify } from 'yaml';
import { type KongClient, kongConfig } from '../../gateway/export/kong.ts';
import { ONE_MACHINE } from '../../gateway/export/outside-gateway.ts';
import { readRouteTable } from '../../gateway/route-table.ts';
import { TLS_PORT } from './unit.ts';

const ROUTES = fileURLToPath(new URL('../../gateway/routes.yaml', import.meta.url));
const TIMEOUT_MS = 10_000;
/** Keycloak tells the client under this name. */
const CLIENT_CLAIM = 'azp';

interface Door {
  issuer: string;
  jwksUri: string;
  clients: KongClient[];
}

try {
  const { values } = parseArgs({ options: { config: { type: 'string' }, out: { type: 'string' } } });
  if (!values.config || !values.out) throw new TypeError('expected --config FILE --out FILE');
  const door: Door = JSON.parse(readFileSync(values.config, 'utf8'));
  const routes = stringify(routesOf(door, await keyOf(door.jwksUri)), { aliasDuplicateObjects: false });
  writeFileSync(`${values.out}.next`, routes);
  renameSync(`${values.out}.next`, values.out);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

async function keyOf(jwksUri: string): Promise<string> {
  const answer = await fetch(jwksUri, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw fault(`${jwksUri} answers ${answer.status}`);
  const { keys } = (await answer.json()) as { keys: webcrypto.JsonWebKey[] };
  const key = keys.find(({ alg, use }) => alg === 'ES256' && use !== 'enc');
  if (!key) throw fault(`${jwksUri} has no key for ES256; the realm signs with that`);
  return createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
}

function fault(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'DEPLOY_ISSUER', message });
}

function routesOf({ issuer, jwksUri, clients }: Door, publicKey: string): object {
  const names = ['blockchain-access-layer', 'shared-customer-database', 'onboarding', 'alarms'];
  const config = kongConfig(readRouteTable(ROUTES), {
    ...ONE_MACHINE,
    ...{ clients, publicKey, isUpstreamTls: true },
    issuer: { ...ONE_MACHINE.issuer, issuer, clientClaim: CLIENT_CLAIM },
    upstreams: {
      ...Object.fromEntries(names.map((name) => [name, `${name}:${TLS_PORT}`])),
      self: `gateway:${TLS_PORT}`,
    },
  }) as { services: object[] };
  return { ...config, services: [tokenService(jwksUri), ...config.services] };
}

/** Programs get their tokens where they ask everything else. */
function tokenService(jwksUri: string): object {
  return {
    name: 'issuer-token',
    url: jwksUri.replace(/\/certs$/, '/token'),
    tls_verify: true,
    routes: [
      {
        name: 'issuer-token',
        paths: ['~/oauth/token$'],
        methods: ['POST'],
        regex_priority: 1000,
        strip_path: true,
      },
    ],
  };
}
