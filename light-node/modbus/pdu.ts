import { refused, wrongAnswer } from './errors.ts';

/** Modbus Application Protocol V1.1b3, 6.3 and 6.4: read `count` registers from an address. */
export function readRequest(functionCode: 3 | 4, address: number, count: number): Buffer {
  const pdu = Buffer.alloc(5);
  pdu[0] = functionCode;
  pdu.writeUInt16BE(address, 1);
  pdu.writeUInt16BE(count, 3);
  return pdu;
}

/** Write one register: function code 6. */
export function writeOneRequest(address: number, word: number): Buffer {
  const pdu = Buffer.from([6, 0, 0, 0, 0]);
  pdu.writeUInt16BE(address, 1);
  pdu.writeUInt16BE(word, 3);
  return pdu;
}

/** Write registers from an address: function code 16. */
export function writeRequest(address: number, words: readonly number[]): Buffer {
  const pdu = Buffer.alloc(6 + 2 * words.length);
  pdu[0] = 16;
  pdu.writeUInt16BE(address, 1);
  pdu.writeUInt16BE(words.length, 3);
  pdu[5] = 2 * words.length;
  for (const [index, word] of words.entries()) pdu.writeUInt16BE(word, 6 + 2 * index);
  return pdu;
}

/** Whom an answer is from, for errors. */
export interface Peer {
  where: string;
  unit: number;
}

/**
 * The bytes of the registers that were asked for.
 * @throws AccessLayerError LN_METER_EXCEPTION, LN_METER_ANSWER
 */
export function registersOf(request: Buffer, answer: Buffer, { where, unit }: Peer): Buffer {
  checkFunction(request, answer, { where, unit });
  const [address, count] = [request.readUInt16BE(1), request.readUInt16BE(3)];
  const bytes = answer.subarray(2);
  if (answer[1] !== bytes.length || bytes.length !== 2 * count) {
    throw wrongAnswer(where, unit, `${bytes.length} bytes for ${count} registers from ${address}`);
  }
  return Buffer.from(bytes);
}

/** Holds the answer to a write against its request, whose first five bytes it repeats. Errors as `registersOf`. */
export function checkWritten(request: Buffer, answer: Buffer, peer: Peer): void {
  checkFunction(request, answer, peer);
  if (!answer.subarray(1, 5).equals(request.subarray(1, 5))) {
    throw wrongAnswer(peer.where, peer.unit, `it says to have written ${answer.toString('hex')}`);
  }
}

function checkFunction(request: Buffer, answer: Buffer, { where, unit }: Peer): void {
  if (answer[0] === request[0]! + 0x80) throw refused(where, unit, answer[1] ?? 0);
  if (answer[0] !== request[0]) {
    throw wrongAnswer(where, unit, `function code ${answer[0]} answers ${request[0]}`);
  }
}
