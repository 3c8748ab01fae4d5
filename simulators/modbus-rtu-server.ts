import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { openSerialPort } from '@access-layer/kit/serial-port';
import {
  answerPdu,
  type Fault,
  ILLEGAL_DATA_VALUE,
  type ModbusServer,
  type ReadAnswer,
  type ReadRequest,
} from './modbus-server.ts';

/**
 * A Modbus RTU slave (Modbus over Serial Line V1.02, 2.5.1) on a serial port, or on TCP as a serial server carries it:
 *
 *   request = unit(1) function(1) address(2) count(2) crc(2, low byte first)
 *
 * Written apart from the driver's framing, so that a mistake of either shows.
 */
export interface RtuOptions {
  /** A serial port: 9600 baud unless said, 8 bits, no parity, 1 stop bit. */
  path?: string;
  baudRate?: number;
  /** Or a TCP port on loopback; 0 takes any free one. */
  port?: number;
  host?: string;
  answer: (request: ReadRequest) => ReadAnswer | undefined;
}

const REQUEST_BYTES = 8;
const REQUESTS_KEPT = 1000;

/** Starts to answer. Rejects where the port cannot be opened. */
export async function startRtuServer(options: RtuOptions): Promise<ModbusServer> {
  const requests: ReadRequest[] = [];
  let fault: Fault | undefined;
  let connections = 0;
  const serve = (stream: Duplex) => {
    connections += 1;
    let received: Buffer = Buffer.alloc(0);
    stream.on('error', () => stream.destroy());
    stream.on('data', (chunk: Buffer) => {
      received = takeRequests(Buffer.concat([received, chunk]), (frame) => {
        const request = parseRequest(frame);
        requests.push(request);
        if (requests.length > REQUESTS_KEPT) requests.shift();
        const answer = request.count === 0 ? { exception: ILLEGAL_DATA_VALUE } : options.answer(request);
        reply(stream, request, answer, fault);
      });
    });
  };
  const { port, close } = options.path ? await openSerial(options, serve) : await listen(options, serve);
  return {
    port,
    requests,
    connections: () => connections,
    setFault(next) {
      fault = next;
    },
    close,
  };
}

async function openSerial({ path, baudRate = 9600 }: RtuOptions, serve: (stream: Duplex) => void) {
  const port = await openSerialPort({ path: path!, baudRate });
  const closed = new Promise<void>((resolve) => port.once('close', () => resolve()));
  serve(port);
  const close = () => {
    port.destroy();
    return closed;
  };
  return { port: 0, close };
}

async function listen({ port = 0, host = '127.0.0.1' }: RtuOptions, serve: (stream: Duplex) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true).on('close', () => sockets.delete(socket));
    serve(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port: (server.address() as { port: number }).port, close };
}

/** Hands over each request of eight bytes with a right CRC, and passes over a byte where there is none. */
function takeRequests(bytes: Buffer, each: (frame: Buffer) => void): Buffer {
  let rest = bytes;
  while (rest.length >= REQUEST_BYTES) {
    const frame = rest.subarray(0, REQUEST_BYTES);
    const right = checksum(frame.subarray(0, 6)) === frame.readUInt16LE(6);
    if (right) each(frame);
    rest = rest.subarray(right ? REQUEST_BYTES : 1);
  }
  return rest;
}

function parseRequest(frame: Buffer): ReadRequest {
  return {
    unit: frame[0]!,
    functionCode: frame[1]!,
    address: frame.readUInt16BE(2),
    count: frame.readUInt16BE(4),
  };
}

function reply(
  stream: Duplex,
  request: ReadRequest,
  answer: ReadAnswer | undefined,
  fault: Fault | undefined,
): void {
  if (!answer || fault?.kind === 'silent') return;
  if (fault?.kind === 'hang-up') return void stream.destroy();
  if (fault?.kind === 'garbage') return void stream.write(Buffer.from([0x55, 0x00, 0xff, 0x13, 0x00, 0xaa]));
  const unit = fault?.kind === 'wrong-unit' ? (request.unit + 1) & 0xff : request.unit;
  const body = Buffer.concat([Buffer.from([unit]), answerPdu(request, answer, fault)]);
  const tail = Buffer.alloc(2);
  tail.writeUInt16LE(checksum(body));
  if (fault?.kind === 'wrong-crc') tail[0]! ^= 0xff;
  const write = () => stream.writable && stream.write(Buffer.concat([body, tail]));
  if (fault?.kind === 'slow') setTimeout(write, fault.delayMs).unref();
  else write();
}

/** CRC of Modbus by the table of its 256 remainders. */
const REMAINDERS = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >> 1) ^ (remainder & 1 ? 0xa001 : 0);
  return remainder;
});

function checksum(bytes: Uint8Array): number {
  return bytes.reduce((crc, byte) => (crc >> 8) ^ REMAINDERS[(crc ^ byte) & 0xff]!, 0xffff);
}
