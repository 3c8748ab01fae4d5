import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { openSerialPort, type SerialSettings } from '@access-layer/kit/serial-port';
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
  return createLink(socket, framing, { where: `${host}:${port}`, end: endOf(socket) });
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

/** Opens a serial port. */
export async function openSerial(settings: SerialSettings, framing: Framing): Promise<Link> {
  const port = await openSerialPort(settings);
  const { path, baudRate } = settings;
  return createLink(port, framing, { where: path, gapMs: silenceMs(baudRate), end: endOf(port) });
}

/** How a stream is given back to the system. */
function endOf(stream: Duplex): () => Promise<void> {
  const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
  return () => {
    stream.destroy();
    return closed;
  };
}

/** 3.5 characters of 11 bits, and 1.75 ms above 19200 baud (Modbus over Serial Line V1.02, 2.5.1.1). */
function silenceMs(baudRate: number): number {
  return baudRate > 19_200 ? 1.75 : (3.5 * 11 * 1000) / baudRate;
}
