import { connect, createServer, type Socket } from 'node:net';
import type { HomeDevice } from './home-device.ts';
import { listen } from './listen.ts';
import type { Fault } from './modbus-server.ts';

export interface FaultyWay extends HomeDevice {
  /** @throws RangeError for a fault that only a Modbus line can have */
  setFault(fault: Fault | undefined): void;
}

/**
 * A port in front of a device that is not on Modbus, whatever it speaks: what the device says comes late or not at all,
 * or nobody stays connected.
 */
export async function openFaultyWay(device: HomeDevice, port: number): Promise<FaultyWay> {
  const sockets = new Set<Socket>();
  let fault: Fault | undefined;

  function hear(chunk: Buffer, client: Socket): void {
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'slow') setTimeout(() => client.write(chunk), fault.delayMs);
    else client.write(chunk);
  }

  const server = createServer((client) => {
    if (fault?.kind === 'hang-up') return void client.destroy();
    const toDevice = connect(device.port, '127.0.0.1');
    for (const [one, other] of [
      [client, toDevice],
      [toDevice, client],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true).on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    client.pipe(toDevice);
    toDevice.on('data', (chunk: Buffer) => hear(chunk, client));
  });
  const taken = await listen(server, port);
  const leave = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: taken,
    setFault(next) {
      if (next && !['silent', 'slow', 'hang-up'].includes(next.kind))
        throw new RangeError(
          `"${next.kind}" is a fault of Modbus; this device has silent, slow:MS, hang-up, and none`,
        );
      fault = next;
      if (next?.kind === 'hang-up') leave();
    },
    async close() {
      leave();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await device.close();
    },
  };
}
