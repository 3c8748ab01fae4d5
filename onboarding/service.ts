import { mkdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Log } from '@access-layer/kit/log';
import { createMetrics } from '@access-layer/kit/metrics';
import { openStream } from '@access-layer/kit/open-stream';
import { readCa } from '@access-layer/kit/pki';
import type { Stream } from '@access-layer/kit/stream';
import { createTokenCheck } from '@access-layer/kit/token';
import { createCertificates } from './certificates.ts';
import { createChanges } from './changes.ts';
import { createCodes } from './codes.ts';
import type { OnboardingSettings } from './config.ts';
import { startDeviceServer } from './device-server.ts';
import { startFollowing } from './follow.ts';
import { createNodes } from './nodes.ts';
import { type Book, openBook } from './open-book.ts';
import type { Parts } from './parts.ts';
import { createRegistryView } from './registry-view.ts';
import { startRelay } from './relay.ts';
import { startRest } from './rest/server.ts';
import { createRotations } from './rotations.ts';

/** Starts onboarding: the API of the DSO on loopback, and where devices enrol, by TLS. */
export async function startOnboarding(settings: OnboardingSettings, log: Log, now = Date.now) {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const book = openBook(settings.dataDir);
  const stream = await openStream(settings.stream);
  const relay = startRelay(book, stream, log);
  const parts = await createParts(settings, { book, stream, kick: relay.kick, now });
  await parts.registry.catchUp();
  const following = startFollowing(parts, stream, log);
  const devices = await startDeviceServer(parts, log);
  const rest = await startRest({
    ...{ parts, ...settings.http, check: createTokenCheck(settings.auth), log, metrics: metricsOf(book) },
    health: () => {
      const reason = relay.failure() ?? following.failure();
      return reason === undefined ? { status: 'ok' } : { status: 'degraded', reason };
    },
  });
  const httpPort = (rest.server.address() as AddressInfo).port;
  log.info({ pid: process.pid, httpPort, devicePort: devices.port }, 'listening');
  return {
    httpPort,
    devicePort: devices.port,
    async stop(): Promise<void> {
      await Promise.all([rest.close(), devices.stop()]);
      await following.stop();
      await relay.stop();
      await stream.close();
      book.close();
    },
  };
}

interface Surroundings {
  book: Book;
  stream: Stream;
  kick: () => void;
  now: () => number;
}

async function createParts(
  settings: OnboardingSettings,
  { book, stream, kick, now }: Surroundings,
): Promise<Parts> {
  const { certFile, keyFile } = settings.authority;
  const authorityPem = readFileSync(certFile, 'utf8');
  const { database, tell } = book;
  return {
    ...{ settings, book, kick, now, authorityPem },
    authority: await readCa({ certificate: authorityPem, key: readFileSync(keyFile, 'utf8') }),
    codes: createCodes(database, now),
    nodes: createNodes(database, now),
    certificates: createCertificates(database, tell, now),
    changes: createChanges(database, tell, now),
    rotations: createRotations(database, now),
    registry: createRegistryView(stream, now),
  };
}

function metricsOf({ database }: Book) {
  const count = (sql: string) => {
    const statement = database.prepare(sql);
    return () =>
      (statement.all() as { state: string; value: number }[]).map(({ state, value }) => ({
        labels: { state },
        value,
      }));
  };
  return createMetrics([
    {
      name: 'access_layer_onboarding_codes',
      help: 'Enrolment codes by what became of them.',
      labelNames: ['state'],
      read: count('SELECT state, count(*) AS value FROM code GROUP BY state'),
    },
    {
      name: 'access_layer_onboarding_nodes',
      help: 'Light Nodes that onboarding has a record of, by the state of their life.',
      labelNames: ['state'],
      read: count('SELECT state, count(*) AS value FROM node GROUP BY state'),
    },
    {
      name: 'access_layer_onboarding_changes',
      help: 'Changes of the registry that were asked for, by what the registrar has answered.',
      labelNames: ['state'],
      read: count('SELECT status AS state, count(*) AS value FROM change GROUP BY status'),
    },
  ]);
}
