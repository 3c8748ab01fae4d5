import { connect, type Socket } from 'node:net';
import type { Framing } from './framing.ts';
import { createLink, type Link } from './link.ts';

/** Opens a TCP connection with the framing that the other side speaks. Rejects with what the system says. */
export async function openSocket(
  { host, port }: { host: string; port: number },
  framing: Framing,
  timeoutMs: number,
): Promise<Link> {
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  await connected(socket, timeoutMs);
  return createLink(socket, framing, `${host}:${port}`);
}

function connected(socket: Socket, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => socket.destroy(new Error(`no connection within ${timeoutMs} ms`)),
      timeoutMs,
    );
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeListener('error', fail);
      resolve();
    });
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    socket.once('error', fail);
  });
}

/** A serial line as its devices are set; most meters leave the factory with 9600 baud, 8 bits, no or even parity. */
export interface SerialSettings {
  path: string;
  baudRate: number;
  parity: 'none' | 'even' | 'odd';
  stopBits: 1 | 2;
}

/** Opens a serial port. The native library is loaded only here: a node without one does not carry it in memory. */
export async function openSerial(settings: SerialSettings, framing: Framing): Promise<Link> {
  const { SerialPort } = await import('serialport');
  const port = new SerialPort({ ...settings, dataBits: 8, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  return createLink(port, framing, settings.path, silenceMs(settings.baudRate));
}

/** 3.5 characters of 11 bits, and 1.75 ms above 19200 baud (Modbus over Serial Line V1.02, 2.5.1.1). */
function silenceMs(baudRate: number): number {
  return baudRate > 19_200 ? 1.75 : (3.5 * 11 * 1000) / baudRate;
}
