import { createServer, type Socket } from 'node:net';
import type { EmsDevice } from './device.ts';
import { REGISTER_DEVICES, type Registers } from './register-orders.ts';

const HEADER_BYTES = 7;
const ILLEGAL_FUNCTION = 1;
const ILLEGAL_ADDRESS = 2;
const ILLEGAL_VALUE = 3;
const READ_HOLDING = 3;
const WRITE_ONE = 6;
const WRITE_MANY = 16;

type Answer = { body: number[] } | { exception: number };

/** Answers one request (function code and what follows it) as a device does. */
export type AnswerPdu = (pdu: Buffer) => Buffer;

/**
 * The registers of a device, behind Modbus TCP or RTU: reads of holding registers, and both writes (Modbus Application
 * Protocol V1.1b3, 6.3, 6.6, 6.12). `kind` is the name of the template that commands such a device.
 */
export function createRegisterDevice(kind: string, device: EmsDevice): AnswerPdu {
  const make = REGISTER_DEVICES[kind];
  if (!make)
    throw new RangeError(`no registers for "${kind}"; there are ${Object.keys(REGISTER_DEVICES).join(', ')}`);
  const { initial, orderIn, afterWrite } = make();
  let registers = initial();

  function write(address: number, words: readonly number[]): Answer {
    if (device.behaviour === 'refuses') return { exception: ILLEGAL_VALUE };
    if (words.some((_, index) => !registers.has(address + index))) return { exception: ILLEGAL_ADDRESS };
    if (device.behaviour === 'ignores') return { body: [] };
    const next: Registers = new Map(registers);
    for (const [index, word] of words.entries()) next.set(address + index, word);
    afterWrite?.(next);
    registers = next;
    const order = orderIn(registers);
    if (order) device.take(order);
    else device.release();
    return { body: [] };
  }

  function answer(pdu: Buffer): Answer {
    const [functionCode, address] = [pdu[0]!, pdu.readUInt16BE(1)];
    if (functionCode === READ_HOLDING) {
      const words = Array.from({ length: pdu.readUInt16BE(3) }, (_, index) => registers.get(address + index));
      if (words.some((word) => word === undefined)) return { exception: ILLEGAL_ADDRESS };
      return { body: [2 * words.length, ...words.flatMap((word) => [word! >> 8, word! & 0xff])] };
    }
    if (functionCode === WRITE_ONE) {
      const written = write(address, [pdu.readUInt16BE(3)]);
      return 'body' in written ? { body: [...pdu.subarray(1, 5)] } : written;
    }
    if (functionCode !== WRITE_MANY) return { exception: ILLEGAL_FUNCTION };
    const words = Array.from({ length: pdu.readUInt16BE(3) }, (_, index) => pdu.readUInt16BE(6 + 2 * index));
    const written = write(address, words);
    return 'body' in written ? { body: [...pdu.subarray(1, 5)] } : written;
  }

  return (pdu) => {
    const answered = answer(pdu);
    return 'body' in answered
      ? Buffer.from([pdu[0]!, ...answered.body])
      : Buffer.from([pdu[0]! | 0x80, answered.exception]);
  };
}

/**
 * A Modbus TCP server on a bare socket (Modbus Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3), written apart
 * from the library that the Light Node uses, so that a mistake of either shows.
 */
export async function serveModbusTcp(
  answer: AnswerPdu,
  { port = 0, unit = 1 }: { port?: number; unit?: number } = {},
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= HEADER_BYTES && received.length >= 6 + received.readUInt16BE(4)) {
        const end = 6 + received.readUInt16BE(4);
        const frame = received.subarray(0, end);
        received = received.subarray(end);
        if (frame[6] !== unit) continue;
        const pdu = answer(frame.subarray(HEADER_BYTES));
        const header = Buffer.from(frame.subarray(0, HEADER_BYTES));
        header.writeUInt16BE(pdu.length + 1, 4);
        socket.write(Buffer.concat([header, pdu]));
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
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
