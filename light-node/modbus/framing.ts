/** What a stretch of received bytes is, seen from the request that waits for its answer. */
export type Taken =
  | { kind: 'wait' }
  | { kind: 'answer'; pdu: Buffer; rest: Buffer }
  /** Not the answer, and well framed: a late answer to an earlier request. */
  | { kind: 'skip'; rest: Buffer }
  /** After this the stream has no known state. */
  | { kind: 'broken'; detail: string };

/** How requests and answers (PDU: function code and data) lie on the wire. */
export interface Framing {
  /** Bytes of a request; from now on `take` looks for its answer. */
  encode(unit: number, pdu: Buffer): Buffer;
  take(received: Buffer): Taken;
  /** True where each answer names its request, so that a late one is never taken for the next. */
  numbered: boolean;
}

const HEADER_BYTES = 7;

/**
 * Modbus TCP (Modbus Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3):
 *
 *   frame = transaction(2) protocol(2) = 0 length(2) unit(1) PDU(length - 1)
 */
export function tcpFraming(): Framing {
  let transaction = 0;
  let unit = 0;
  return {
    numbered: true,
    encode(toUnit, pdu) {
      transaction = (transaction + 1) & 0xffff;
      unit = toUnit;
      const header = Buffer.alloc(HEADER_BYTES);
      header.writeUInt16BE(transaction, 0);
      header.writeUInt16BE(pdu.length + 1, 4);
      header[6] = unit;
      return Buffer.concat([header, pdu]);
    },
    take(received) {
      if (received.length < HEADER_BYTES + 1) return { kind: 'wait' };
      const length = received.readUInt16BE(4);
      if (received.readUInt16BE(2) !== 0 || length < 2 || length > 254) {
        return {
          kind: 'broken',
          detail: `${received.subarray(0, 8).toString('hex')} begins no Modbus frame`,
        };
      }
      const end = 6 + length;
      if (received.length < end) return { kind: 'wait' };
      const rest = received.subarray(end);
      if (received.readUInt16BE(0) !== transaction) return { kind: 'skip', rest };
      if (received[6] !== unit)
        return { kind: 'broken', detail: `unit ${received[6]} answered instead of ${unit}` };
      return { kind: 'answer', pdu: received.subarray(HEADER_BYTES, end), rest };
    },
  };
}

/**
 * Modbus RTU (Modbus over Serial Line V1.02, 2.5.1), also as gateways carry it over TCP:
 *
 *   frame = unit(1) PDU crc(2, low byte first)
 *
 * An answer does not say how long it is: its length follows from its function code. Bytes that are no answer (noise, an
 * adapter's echo of the request) are passed over until unit, function code, length and CRC fit.
 */
export function rtuFraming(): Framing {
  let unit = 0;
  let functionCode = 0;
  return {
    numbered: false,
    encode(toUnit, pdu) {
      unit = toUnit;
      functionCode = pdu[0]!;
      const body = Buffer.concat([Buffer.from([unit]), pdu]);
      const tail = Buffer.alloc(2);
      tail.writeUInt16LE(crc16(body));
      return Buffer.concat([body, tail]);
    },
    take(received) {
      for (let at = 0; at + 5 <= received.length; at++) {
        if (received[at] !== unit || (received[at + 1]! & 0x7f) !== functionCode) continue;
        const frame = received.subarray(at);
        const length = answerLength(frame);
        if (length === undefined || length > frame.length) continue;
        if (crc16(frame.subarray(0, length - 2)) !== frame.readUInt16LE(length - 2)) continue;
        return { kind: 'answer', pdu: frame.subarray(1, length - 2), rest: frame.subarray(length) };
      }
      return { kind: 'wait' };
    },
  };
}

/** Bytes of the frame that begins here, with unit and CRC; undefined where too little has come to know. */
function answerLength(frame: Buffer): number | undefined {
  const functionCode = frame[1]!;
  if (functionCode & 0x80) return 5;
  if ([5, 6, 15, 16].includes(functionCode)) return 8;
  if (functionCode === 22) return 10;
  if (functionCode === 43) return identificationLength(frame);
  return 5 + frame[2]!; // 1 to 4, 17, 23: a count of bytes
}

/** Read Device Identification (43/14): a list of objects, each with its length. */
function identificationLength(frame: Buffer): number | undefined {
  let end = 8;
  for (let left = frame[7] ?? 0; left > 0; left--) {
    const bytes = frame[end + 1];
    if (bytes === undefined) return undefined;
    end += 2 + bytes;
  }
  return end + 2;
}

/** CRC of Modbus RTU: polynomial 0xA001 (reflected), start 0xFFFF (Modbus over Serial Line V1.02, 6.2.2). */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
