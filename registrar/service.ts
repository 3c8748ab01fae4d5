import type { AddressInfo } from 'node:net';
import { requestDump } from '@access-layer/contracts/chain-control';
import { openSigner } from '@access-layer/contracts/open-signer';
import { createRegistry } from '@access-layer/contracts/registry';
import { watchEndpoints } from '@access-layer/contracts/watch-endpoints';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { type ErasureOrder, followErasures } from '@access-layer/kit/erasure';
import { createHttp } from '@access-layer/kit/http';
import { loadKey } from '@access-layer/kit/keystore';
import type { Log } from '@access-layer/kit/log';
import { createMetrics } from '@access-layer/kit/metrics';
import { openStream } from '@access-layer/kit/open-stream';
import type { RegistrarSettings } from './config.ts';
import { type DsoRegistry, openDsoRegistry } from './dso-registry.ts';
import { eraseOpenings } from './erase-openings.ts';
import { startRegistrar } from './registrar.ts';

/**
 * Starts the registrar with the DSO's key; `/health` and `/metrics` on loopback, and nothing else: whoever wants a key
 * bound asks the Ingestion API.
 * @throws AccessLayerError KEYSTORE_…
 */
export async function startRegistrarService(settings: RegistrarSettings, log: Log) {
  const { chain, keystoreFile, passphraseFile, http: address, podPattern } = settings;
  const account = await openSigner(settings.signer, () => toHex(loadKey(keystoreFile!, passphraseFile!)));
  const { controlUrl } = chain;
  watchEndpoints(chain, log);
  const registry = createRegistry({
    ...{ rpcUrl: chain.rpcUrl, address: chain.registry as Hex, account },
    ...(controlUrl && { persist: () => requestDump(controlUrl) }),
  });
  const dso = openDsoRegistry(settings.dataDir);
  const stream = await openStream(settings.stream);
  const registrar = startRegistrar({ dso, registry, stream, log, podPattern: new RegExp(podPattern) });
  const erase = (order: ErasureOrder) => eraseOpenings({ dso, stream }, order);
  const erasing = followErasures({ stream, part: 'registrar', erase, log });
  const http = createHttp({
    ...{ log, metrics: metricsOf(dso) },
    health: () => {
      const reason = registrar.problem() ?? erasing.problem();
      return reason === undefined ? { status: 'ok' } : { status: 'degraded', reason };
    },
  });
  await http.listen({ host: address.host, port: address.port });
  const { port } = http.server.address() as AddressInfo;
  log.info({ pid: process.pid, httpPort: port, account: account.address }, 'listening');
  return {
    httpPort: port,
    async stop(): Promise<void> {
      await http.close();
      await erasing.stop();
      await registrar.stop();
      await stream.close();
      dso.close();
    },
  };
}

function metricsOf(dso: DsoRegistry) {
  return createMetrics([
    {
      name: 'access_layer_registrar_requests_total',
      help: 'Requests to change the registry that were answered, by action and by what came of them.',
      labelNames: ['action', 'status'],
      read: () =>
        dso.requests
          .counts()
          .map(({ action, status, count }) => ({ labels: { action, status }, value: count })),
    },
    {
      name: 'access_layer_registrar_bindings',
      help: "Bindings in the DSO's registry, by whether they hold.",
      labelNames: ['state'],
      read: () => bindingCounts(dso),
    },
  ]);
}

function bindingCounts(dso: DsoRegistry) {
  const now = Date.now();
  const states = dso.openings().map(({ opening: { until, revokedAt } }) => {
    if (revokedAt) return 'revoked';
    return until !== 0 && until <= now ? 'ended' : 'bound';
  });
  return ['bound', 'ended', 'revoked'].map((state) => ({
    labels: { state },
    value: states.filter((found) => found === state).length,
  }));
}
