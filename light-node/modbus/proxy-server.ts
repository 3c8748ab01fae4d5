import { createServer, type Socket } from 'node:net';

/** A request as it came, and where its answer goes. */
export interface ProxyRequest {
  unit: number;
  pdu: Buffer;
}

export interface ProxyServerOptions {
  host: string;
  port: number;
  maxClients: number;
  /** Called for each client; gives the function that answers its requests with a PDU. It must not reject. */
  onClient: () => (request: ProxyRequest) => Promise<Buffer>;
}

const HEADER_BYTES = 7;
/** Requests of one client that wait, and bytes of answers that it has not taken; beyond it is cut off. */
const QUEUE_MAX = 32;
const UNREAD_MAX = 65_536;
const IDLE_MS = 600_000;

/**
 * The listening side of Modbus TCP (Implementation Guide V1.0b, 3.1.3). Each client's requests are answered in order;
 * what is no Modbus ends its connection, and a client too many is turned away.
 */
export async function startProxyServer(
  options: ProxyServerOptions,
): Promise<{ port: number; close(): Promise<void> }> {
  const { host, port, maxClients, onClient } = options;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    if (sockets.size >= maxClients) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, onClient());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(socket: Socket, answer: (request: ProxyRequest) => Promise<Buffer>): void {
  let received: Buffer = Buffer.alloc(0);
  let waiting = 0;
  let turn: Promise<void> = Promise.resolve();
  socket.setNoDelay(true).setTimeout(IDLE_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const frame = firstFrame(received);
      if (frame === undefined) return;
      if (frame === 'none' || waiting >= QUEUE_MAX || socket.writableLength > UNREAD_MAX) {
        socket.destroy();
        return;
      }
      received = received.subarray(frame.length);
      waiting += 1;
      turn = turn
        .then(() => reply(frame))
        .finally(() => {
          waiting -= 1;
        });
    }
  });

  async function reply(frame: Buffer): Promise<void> {
    if (socket.destroyed) return; // nobody is there for whom the meter would be asked
    const pdu = await answer({ unit: frame[6]!, pdu: frame.subarray(HEADER_BYTES) });
    const header = Buffer.from(frame.subarray(0, HEADER_BYTES));
    header.writeUInt16BE(pdu.length + 1, 4);
    if (socket.writable) socket.write(Buffer.concat([header, pdu]));
  }
}

/** The first whole frame; undefined while it is not all there; `none` where no Modbus frame begins. */
function firstFrame(bytes: Buffer): Buffer | 'none' | undefined {
  if (bytes.length < HEADER_BYTES + 1) return undefined;
  const length = bytes.readUInt16BE(4);
  if (bytes.readUInt16BE(2) !== 0 || length < 2 || length > 254) return 'none';
  return bytes.length < 6 + length ? undefined : bytes.subarray(0, 6 + length);
}
