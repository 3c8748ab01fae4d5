import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createServer, type TLSSocket } from 'node:tls';
import { createCa, type Identity, issueIdentity, readCa, writeIdentity } from '@access-layer/kit/pki';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { Aedes } from 'aedes';

/** Polls a condition until a deadline. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** An authority with a server certificate for 127.0.0.1 and one for a node, as files. */
export async function makePki(node: string) {
  const dir = temporaryFolder('light-node-');
  const identity = await createCa('test authority');
  const ca = await readCa(identity);
  const caFile = join(dir, 'ca.pem');
  writeFileSync(caFile, identity.certificate);
  const server = await issueIdentity(ca, { commonName: 'broker', serverNames: ['127.0.0.1'] });
  const files = writeIdentity(dir, node, await issueIdentity(ca, { commonName: node }));
  return { dir, ca, caFile, caPem: identity.certificate, server, ...files };
}

export interface TestBroker {
  port: number;
  url: string;
  /** Payloads published on ln/<node>/packets, in order of arrival, duplicates included. */
  received: string[];
  /** Retained states of nodes, in order. */
  statuses: { state: string }[];
  /** Whether a PUBACK is given; refused packets stay without. */
  acknowledge: boolean;
  /** Connections that ended in the TLS handshake, or before a word of MQTT. */
  failures: number;
  send(node: string, bytes: Uint8Array, channel?: 'verdicts' | 'set-points'): void;
  /** As kill -9: every socket is cut. */
  kill(): Promise<void>;
}

/** A real broker over TLS with client certificates. It knows nothing of packets but their bytes. */
export async function startBroker(
  t: TestContext,
  pki: { caPem: string; server: Identity },
  port = 0,
): Promise<TestBroker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<TLSSocket>();
  const tls = createServer(
    {
      ca: pki.caPem,
      cert: pki.server.certificate,
      key: pki.server.key,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {});
      aedes.handle(socket);
    },
  );
  await new Promise<void>((resolve, reject) => {
    tls.once('error', reject);
    tls.listen(port, '127.0.0.1', resolve);
  });
  let killed = false;
  const broker: TestBroker = {
    port: (tls.address() as AddressInfo).port,
    url: `mqtts://127.0.0.1:${(tls.address() as AddressInfo).port}`,
    received: [],
    statuses: [],
    acknowledge: true,
    failures: 0,
    send(node, bytes, channel = 'verdicts') {
      const packet = {
        cmd: 'publish',
        topic: `ln/${node}/${channel}`,
        payload: Buffer.from(bytes),
        qos: 1,
        retain: false,
        dup: false,
      } as const;
      aedes.publish(packet, () => {});
    },
    async kill() {
      if (killed) return;
      killed = true;
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => tls.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
    },
  };
  tls.on('tlsClientError', () => {
    broker.failures += 1;
  });
  aedes.on('connectionError', () => {
    broker.failures += 1;
  });
  aedes.authorizePublish = (_client, packet, callback) => {
    const text = packet.payload.toString();
    if (packet.topic.endsWith('/status')) broker.statuses.push(JSON.parse(text));
    if (packet.topic.endsWith('/packets')) {
      if (!broker.acknowledge) return; // silence: neither PUBACK nor error
      broker.received.push(text);
    }
    callback(null);
  };
  t.after(() => broker.kill());
  return broker;
}
