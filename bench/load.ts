import '@access-layer/kit/native';
import { readFileSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';
import { messageBytes } from '@access-layer/core/message';
import { nodeTopic } from '@access-layer/core/topics';
import mqttPacket from 'mqtt-packet';
import { type BenchNode, signPackets } from './packets.ts';

/**
 * The load of the intake bench, a process of its own: signs all packets and lays out their MQTT bytes before the clock
 * starts, so that what is measured is the broker. Speaks to its parent by IPC: `ready`, then `go`, then the result.
 */
export interface LoadOrder {
  host: string;
  port: number;
  network: string;
  caFile: string;
  nodes: (BenchNode & { certFile: string; keyFile: string })[];
  packetsPerNode: number;
  /** PUBLISHes in flight per connection. */
  inFlight: number;
}

export interface LoadResult {
  packets: number;
  seconds: number;
}

interface Connection {
  socket: TLSSocket;
  frames: Uint8Array[];
  sent: number;
  acknowledged: number;
}

process.once('message', async (order: LoadOrder) => {
  const frames = order.nodes.map((node) => publishFrames(node, order));
  const connections = await Promise.all(order.nodes.map((node, i) => open(node, frames[i]!, order)));
  process.once('message', async () => {
    const start = process.hrtime.bigint();
    await Promise.all(connections.map((connection) => drain(connection, order.inFlight)));
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const result: LoadResult = { packets: order.nodes.length * order.packetsPerNode, seconds };
    process.send!(result, () => process.exit(0));
  });
  process.send!('ready');
});

function publishFrames(node: BenchNode, order: LoadOrder): Uint8Array[] {
  return signPackets(node, order.network, order.packetsPerNode).map((message, index) =>
    mqttPacket.generate({
      cmd: 'publish',
      topic: nodeTopic(node.id, 'packets'),
      payload: Buffer.from(messageBytes(message)),
      qos: 1,
      retain: false,
      dup: false,
      messageId: (index % 65_535) + 1,
    }),
  );
}

async function open(
  node: LoadOrder['nodes'][number],
  frames: Uint8Array[],
  order: LoadOrder,
): Promise<Connection> {
  const socket = connect({
    host: order.host,
    port: order.port,
    ca: readFileSync(order.caFile),
    cert: readFileSync(node.certFile),
    key: readFileSync(node.keyFile),
  });
  const connack = new Promise<void>((resolve, reject) => {
    socket.once('data', (data) => (data[3] === 0 ? resolve() : reject(new Error(`refused: ${data[3]}`))));
    socket.once('error', reject);
  });
  socket.write(
    mqttPacket.generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: node.id,
      keepalive: 0,
    }),
  );
  await connack;
  return { socket, frames, sent: 0, acknowledged: 0 };
}

/** Keeps `inFlight` packets on their way until each is acknowledged. A PUBACK is 4 bytes. */
function drain(connection: Connection, inFlight: number): Promise<void> {
  const { socket, frames } = connection;
  return new Promise((resolve, reject) => {
    const parser = mqttPacket.parser({ protocolVersion: 4 });
    const fill = () => {
      const until = Math.min(frames.length, connection.acknowledged + inFlight);
      if (until <= connection.sent) return;
      socket.cork();
      while (connection.sent < until) socket.write(frames[connection.sent++]!);
      socket.uncork();
    };
    parser.on('packet', ({ cmd }) => {
      if (cmd === 'puback') connection.acknowledged++;
    });
    socket.on('data', (data) => {
      parser.parse(data as Buffer);
      if (connection.acknowledged === frames.length) resolve();
      else fill();
    });
    socket.once('close', () => reject(new Error('the broker closed the connection')));
    fill();
  });
}
