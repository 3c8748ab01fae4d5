import { readFileSync } from 'node:fs';
import { parseMessage } from '@access-layer/core/message';
import type { Verdict } from '@access-layer/core/payloads/verdict';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { ClientFiles } from './system.ts';

export interface TestClient {
  mqtt: MqttClient;
  verdicts: Verdict[];
  /** Resolves at the PUBACK. */
  publish(topic: string, bytes: Uint8Array, options?: { qos?: 0 | 1 | 2; retain?: boolean }): Promise<void>;
  /** The QoS granted for each topic; 128 for a refusal. */
  subscribe(...topics: string[]): Promise<number[]>;
  /** Resolves when the broker or we have ended the connection. */
  closed: Promise<void>;
  end(): Promise<void>;
}

/** Connects a real MQTT client over TLS, once; fails where the broker refuses. */
export async function connectClient(
  port: number,
  clientId: string,
  files: Partial<ClientFiles>,
  options: IClientOptions = {},
): Promise<TestClient> {
  const read = (file?: string) => (file === undefined ? undefined : readFileSync(file));
  const client = mqtt.connect({
    host: '127.0.0.1',
    port,
    protocol: 'mqtts',
    clientId,
    ca: read(files.caFile),
    cert: read(files.certFile),
    key: read(files.keyFile),
    reconnectPeriod: 0,
    connectTimeout: 20_000,
    ...options,
  });
  const verdicts: Verdict[] = [];
  client.on('message', (topic, bytes) => {
    const parsed = parseMessage(bytes);
    if (parsed.ok && topic.endsWith('/verdicts')) verdicts.push(JSON.parse(parsed.message.payload));
  });
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
    client.once('close', () => reject(new Error('closed before it was connected')));
  }).catch((error) => {
    client.end(true);
    throw error;
  });
  client.on('error', () => undefined);
  return {
    mqtt: client,
    verdicts,
    closed,
    publish: async (topic, bytes, { qos = 1, retain = false } = {}) => {
      await Promise.race([
        client.publishAsync(topic, Buffer.from(bytes), { qos, retain }),
        closed.then(() => Promise.reject(new Error('closed before it was acknowledged'))),
      ]);
    },
    subscribe: async (...topics) => {
      const granted = await client.subscribeAsync(topics, { qos: 1 });
      return granted.map(({ qos }) => qos);
    },
    end: async () => {
      client.end(true);
      await closed;
    },
  };
}
