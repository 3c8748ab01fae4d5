import { readFileSync } from 'node:fs';
import { messageOf } from '@access-layer/core/errors';
import { nodeTopic } from '@access-layer/core/topics';
import mqtt from 'mqtt';
import type { LightNodeConfig } from './config.ts';

/** One connection to the broker, from its opening to its end. It is never opened again: the next one is new. */
export interface BrokerConnection {
  /** QoS 1; `done` is called at PUBACK, and never for a connection that has ended before it. */
  publish(bytes: Uint8Array, done: () => void): void;
  publishStatus(status: object): void;
  /** Says goodbye and closes; forced after a while. */
  end(status: object): Promise<void>;
  destroy(): void;
}

export interface BrokerHandlers {
  /** Connected and subscribed. */
  onOpen(): void;
  onVerdict(bytes: Uint8Array): void;
  /** Absent where the node takes no set-points. What it throws keeps the PUBACK back and ends the connection. */
  onSetPoint?: ((bytes: Uint8Array) => void) | undefined;
  /** Once, when the connection has ended or could not be opened. */
  onEnd(reason: string): void;
}

const CONNECT_TIMEOUT_MS = 15_000;
const GOODBYE_TIMEOUT_MS = 2000;

/**
 * Opens a connection with the node's certificate. The MQTT library is transport only: a clean session, no reconnection
 * and so no replay of its own store; what must be sent again is in the outbox. Certificates are read at each opening,
 * so a renewed one is used without a restart.
 */
export function openBrokerConnection(
  node: string,
  broker: LightNodeConfig['broker'],
  handlers: BrokerHandlers,
): BrokerConnection {
  let ended = false;
  const statusTopic = nodeTopic(node, 'status');
  const client = mqtt.connect(broker.url, {
    clientId: node,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    keepalive: broker.keepaliveS ?? 30,
    connectTimeout: CONNECT_TIMEOUT_MS,
    ca: readFileSync(broker.caFile),
    cert: readFileSync(broker.certFile),
    key: readFileSync(broker.keyFile),
    rejectUnauthorized: true,
    will: { topic: statusTopic, payload: Buffer.from('{"state":"offline"}'), qos: 1, retain: true },
  });

  function finish(reason: string): void {
    if (ended) return;
    ended = true;
    client.end(true);
    handlers.onEnd(reason);
  }

  client.on('error', (error) => finish(messageOf(error)));
  client.on('close', () => finish('connection closed'));
  const setPoints = nodeTopic(node, 'set-points');
  const topics = [nodeTopic(node, 'verdicts'), ...(handlers.onSetPoint ? [setPoints] : [])];
  client.on('connect', () => {
    client.subscribe(topics, { qos: 1 }, (error, granted = []) => {
      if (error || granted.some(({ qos }) => qos === 128))
        finish(`subscription refused: ${error ? messageOf(error) : '128'}`);
      else if (!ended) handlers.onOpen();
    });
  });
  client.on('message', (topic, payload) => {
    if (!ended && topic !== setPoints) handlers.onVerdict(payload);
  });
  // The PUBACK of a message goes out when this calls `done`: after the set-point is on disk, or never.
  client.handleMessage = ({ topic, payload }, done) => {
    try {
      if (!ended && topic === setPoints) handlers.onSetPoint?.(payload as Buffer);
      done();
    } catch (error) {
      finish(`a set-point cannot be stored: ${messageOf(error)}`);
    }
  };

  const publishStatus = (status: object) => {
    client.publish(statusTopic, JSON.stringify(status), { qos: 1, retain: true });
  };
  return {
    publish(bytes, done) {
      client.publish(nodeTopic(node, 'packets'), Buffer.from(bytes), { qos: 1 }, (error) => {
        if (!error && !ended) done();
      });
    },
    publishStatus,
    async end(status) {
      if (ended) return;
      ended = true;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, GOODBYE_TIMEOUT_MS);
        client.publish(statusTopic, JSON.stringify(status), { qos: 1, retain: true }, () => {
          client.end(false, {}, () => {
            clearTimeout(timer);
            resolve();
          });
        });
      });
      client.end(true);
    },
    destroy: () => finish('dropped'),
  };
}
