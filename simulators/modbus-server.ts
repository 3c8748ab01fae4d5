import { createServer, type Server, type Socket } from 'node:net';

/**
 * A Modbus TCP server on a bare socket (Modbus Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3). It is written
 * apart from the library that the driver uses, so that a mistake of either shows.
 *
 *   request  = transaction(2) protocol(2) = 0 length(2) unit(1) function(1) address(2) count(2)
 *   answer   = transaction(2) protocol(2) = 0 length(2) unit(1) function(1) bytes(1) words(2 each)
 *   exception = transaction(2) protocol(2) = 0 length(2) unit(1) function+128(1) code(1)
 */
export interface ReadRequest {
  unit: number;
  functionCode: number;
  address: number;
  count: number;
}

export type ReadAnswer = { words: number[] } | { exception: number };

export const ILLEGAL_FUNCTION = 1;
export const ILLEGAL_DATA_ADDRESS = 2;
export const ILLEGAL_DATA_VALUE = 3;
export const DEVICE_FAILURE = 4;

/** How a meter misbehaves. `wrong-…` and `garbage` answers are well framed or not, and always wrong. */
export type Fault =
  | { kind: 'silent' }
  | { kind: 'slow'; delayMs: number }
  | { kind: 'exception'; code?: number }
  | { kind: 'garbage' }
  | { kind: 'wrong-length' }
  | { kind: 'wrong-unit' }
  | { kind: 'wrong-crc' }
  | { kind: 'hang-up' };

export interface ModbusServer {
  port: number;
  /** Requests seen so far, in order. */
  requests: ReadRequest[];
  /** Connections made so far. */
  connections(): number;
  setFault(fault: Fault | undefined): void;
  close(): Promise<void>;
}

const HEADER_BYTES = 7;
const REQUESTS_KEPT = 1000;

/** Starts listening; `answer` is called for each read of any unit and returns undefined to stay silent. */
export async function startModbusServer(options: {
  host?: string;
  port: number;
  answer: (request: ReadRequest) => ReadAnswer | undefined;
}): Promise<ModbusServer> {
  const { host = '127.0.0.1', port, answer } = options;
  const sockets = new Set<Socket>();
  const requests: ReadRequest[] = [];
  let fault: Fault | undefined;
  let connections = 0;

  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let received: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      received = takeFrames(received, (frame) => {
        const request = parseRequest(frame);
        requests.push(request);
        if (requests.length > REQUESTS_KEPT) requests.shift();
        send(
          socket,
          frame,
          request,
          request.count === 0 ? { exception: ILLEGAL_DATA_VALUE } : answer(request),
          fault,
        );
      });
    });
  });
  await listen(server, host, port);
  return {
    port: (server.address() as { port: number }).port,
    requests,
    connections: () => connections,
    setFault(next) {
      fault = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

/** Hands over each whole frame and returns the bytes that are left. */
function takeFrames(bytes: Buffer, each: (frame: Buffer) => void): Buffer {
  let rest = bytes;
  while (rest.length >= HEADER_BYTES) {
    const end = 6 + rest.readUInt16BE(4);
    if (rest.length < end) break;
    each(rest.subarray(0, end));
    rest = rest.subarray(end);
  }
  return rest;
}

function parseRequest(frame: Buffer): ReadRequest {
  const field = (offset: number) => (frame.length >= offset + 2 ? frame.readUInt16BE(offset) : 0);
  return { unit: frame[6] ?? 0, functionCode: frame[7] ?? 0, address: field(8), count: field(10) };
}

function send(
  socket: Socket,
  frame: Buffer,
  request: ReadRequest,
  answer: ReadAnswer | undefined,
  fault: Fault | undefined,
): void {
  if (!answer || fault?.kind === 'silent') return;
  if (fault?.kind === 'hang-up') return void socket.destroy();
  if (fault?.kind === 'garbage') return void socket.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const bytes = encodeAnswer(frame, request.unit, answerPdu(request, answer, fault));
  if (fault?.kind === 'wrong-unit') bytes[6] = (request.unit + 1) & 0xff;
  const write = () => socket.writable && socket.write(bytes);
  if (fault?.kind === 'slow') setTimeout(write, fault.delayMs).unref();
  else write();
}

function spoil(answer: ReadAnswer, fault: Fault): ReadAnswer {
  if (fault.kind === 'exception') return { exception: fault.code ?? DEVICE_FAILURE };
  if (fault.kind === 'wrong-length' && 'words' in answer) return { words: answer.words.slice(1) };
  return answer;
}

/** Function code and data of an answer, spoiled where the fault is one of the content. */
export function answerPdu(
  { functionCode }: ReadRequest,
  answer: ReadAnswer,
  fault: Fault | undefined,
): Buffer {
  const said = fault ? spoil(answer, fault) : answer;
  if ('exception' in said) return Buffer.from([functionCode | 0x80, said.exception]);
  const data = said.words.flatMap((word) => [word >> 8, word & 0xff]);
  return Buffer.from([functionCode, data.length, ...data]);
}

function encodeAnswer(frame: Buffer, unit: number, pdu: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  frame.copy(header, 0, 0, 2);
  header.writeUInt16BE(pdu.length + 1, 4);
  header[6] = unit;
  return Buffer.concat([header, pdu]);
}
