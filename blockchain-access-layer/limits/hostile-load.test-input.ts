import { readFileSync } from 'node:fs';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import mqttPacket from 'mqtt-packet';

/** What a hostile client has: its own certificate, and a connection to the broker. */
export interface HostileOrder {
  port: number;
  caFile: string;
  clients: { id: string; certFile: string; keyFile: string }[];
}

/** A process of its own that does all it can to be a burden, until it is ended; tells its parent when it has begun. */
process.once('message', ({ port, caFile, clients }: HostileOrder) => {
  const ca = readFileSync(caFile);
  const open = (files: Partial<HostileOrder['clients'][number]>, localAddress: string): TLSSocket => {
    const { certFile, keyFile } = files;
    const identity: ConnectionOptions =
      certFile && keyFile ? { cert: readFileSync(certFile), key: readFileSync(keyFile) } : {};
    const where = { host: '127.0.0.1', port, localAddress, ca };
    return connect({ ...where, ...identity }).on('error', () => undefined);
  };

  const flood = ({ id, ...files }: HostileOrder['clients'][number], reads: boolean): void => {
    const socket = open(files, '127.0.0.2');
    socket.write(
      mqttPacket.generate({
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion: 4,
        clientId: id,
        keepalive: 0,
      }),
    );
    if (reads) socket.resume();
    const frames = Array.from({ length: 200 }, (_, i) =>
      mqttPacket.generate({
        ...{ cmd: 'publish', topic: `ln/${id}/packets`, qos: 1, retain: false, dup: false, messageId: i + 1 },
        payload: Buffer.from(`0x${'ab'.repeat(64)}1b\n{"v":1,"seq":${i},"x":"${'y'.repeat(300)}"}`),
      }),
    );
    const chunk = Buffer.concat(frames);
    const push = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', push);
    socket.once('secureConnect', push);
    socket.once('close', () => setTimeout(() => flood({ id, ...files }, reads), 100));
  };

  for (const [index, client] of clients.entries()) flood(client, index % 2 === 0);
  // A storm of strangers, and one that never gets to its CONNECT.
  setInterval(() => {
    for (let i = 0; i < 20; i++) open({}, '127.0.0.3').resume();
  }, 100);
  open(clients[0]!, '127.0.0.4').write(Buffer.from([0x10, 0x20]));
  process.send!('begun');
});
