import type { Duplex } from 'node:stream';
import type { AnswerPdu } from './modbus-device.ts';

const WRITE_MANY = 16;

/**
 * A Modbus RTU slave on a serial port (Modbus over Serial Line V1.02, 2.5.1): unit, PDU, CRC with the low byte first. A
 * frame is known to be whole by its CRC. Written apart from the library that the Light Node uses.
 */
export function serveModbusRtu(port: Duplex, answer: AnswerPdu, unit: number): void {
  let received = Buffer.alloc(0);
  port.on('error', () => port.destroy());
  port.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let length = lengthOf(received); length !== undefined && received.length >= length; ) {
      const frame = received.subarray(0, length);
      const isWhole = crc(frame.subarray(0, -2)) === frame.readUInt16LE(length - 2);
      received = received.subarray(isWhole ? length : 1);
      if (isWhole && frame[0] === unit) port.write(framed(unit, answer(frame.subarray(1, -2))));
      length = lengthOf(received);
    }
  });
}

/** Bytes of the request that begins here; undefined before that can be told. */
function lengthOf(bytes: Buffer): number | undefined {
  if (bytes.length < 8) return undefined;
  return bytes[1] === WRITE_MANY ? 9 + bytes[6]! : 8;
}

function framed(unit: number, pdu: Buffer): Buffer {
  const frame = Buffer.concat([Buffer.from([unit]), pdu, Buffer.alloc(2)]);
  frame.writeUInt16LE(crc(frame.subarray(0, -2)), frame.length - 2);
  return frame;
}

function crc(bytes: Uint8Array): number {
  let value = 0xffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ 0xa001 : value >> 1;
  }
  return value;
}
