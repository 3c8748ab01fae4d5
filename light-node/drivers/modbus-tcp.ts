import { connect, type Socket } from 'node:net';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Values } from '@access-layer/core/payloads/measurement';
import modbus from 'modbus-serial';
import Type from 'typebox';
import type { Block } from '../block-plan.ts';
import { decodeValue, type WordSource } from '../decode.ts';
import type { Meter, MeterContext, MeterDriver, MeterReading } from '../meter.ts';

const options = Type.Object(
  {
    name: Type.Literal('modbus-tcp'),
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    unit: Type.Integer({ minimum: 0, maximum: 255 }),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 50, maximum: 60_000, description: 'of each request' })),
    reconnectMinMs: Type.Optional(Type.Integer({ minimum: 1 })),
    reconnectMaxMs: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
type Options = Type.Static<typeof options>;

/** One connection, in use until the first answer that is late or wrong: after that the stream has no known state. */
interface Connection {
  client: InstanceType<typeof modbus.default>;
  socket: Socket;
  /** Rejects when the connection ends. */
  ended: Promise<never>;
}

/**
 * Modbus TCP (Modbus Messaging on TCP/IP Implementation Guide V1.0b). One request at a time; many meters have one
 * request buffer only. After a failure the connection is made anew, at once and then after growing pauses.
 */
function create({ options, profile, nowMs, log, onAnswer }: MeterContext<Options, 'modbus'>): Meter {
  const { timeoutMs = 2000, reconnectMinMs = 1000, reconnectMaxMs = 30_000 } = options;
  let connection: Connection | undefined;
  let failures = 0;
  let nextAttemptMs = 0;
  let lastFailure = '';
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function readAll(): Promise<MeterReading> {
    const current = connection ?? (await open());
    const takenAtMs = nowMs();
    try {
      const answers: Answer[] = [];
      for (const block of profile.blocks) answers.push(await request(current, block));
      failures = 0;
      return { takenAtMs, values: decodeAll(answers) };
    } catch (error) {
      const failure = describe(error, options);
      if (failure.code !== 'LN_METER_EXCEPTION') drop(current, failure);
      throw failure;
    }
  }

  async function open(): Promise<Connection> {
    if (closed) throw unreachable(options, 'the driver is closed');
    const waitMs = nextAttemptMs - performance.now();
    if (waitMs > 0) {
      throw unreachable(options, `${lastFailure}; next attempt in ${Math.ceil(waitMs / 1000)} s`);
    }
    try {
      connection = await connectTo(options, timeoutMs, (ended) => {
        if (connection?.socket === ended) connection = undefined;
      });
      return connection;
    } catch (error) {
      const failure = unreachable(options, messageOf(error));
      backOff(failure);
      throw failure;
    }
  }

  async function request({ client, ended }: Connection, block: Block): Promise<Answer> {
    const read = profile.functionCode === 3 ? client.readHoldingRegisters : client.readInputRegisters;
    const { buffer } = await Promise.race([read.call(client, block.address, block.count), ended]);
    if (buffer.length !== 2 * block.count) {
      throw new RangeError(`${buffer.length} bytes for ${block.count} registers from ${block.address}`);
    }
    onAnswer?.(block.address, buffer);
    return { ...block, buffer };
  }

  function decodeAll(answers: readonly Answer[]): Values {
    const words = wordSource(answers);
    const decoded = profile.values.map((value) => [value.name, decodeValue(value, words)] as const);
    return Object.fromEntries(decoded.filter(([, value]) => value !== undefined)) as Values;
  }

  function drop({ socket }: Connection, failure: Error): void {
    socket.destroy();
    connection = undefined;
    backOff(failure);
  }

  function backOff(failure: Error): void {
    const pauseMs = failures === 0 ? 0 : Math.min(reconnectMaxMs, reconnectMinMs * 2 ** (failures - 1));
    failures += 1;
    nextAttemptMs = performance.now() + pauseMs;
    lastFailure = failure.message;
    log.debug({ pauseMs, failures }, 'meter connection dropped');
  }

  return {
    read() {
      const next = turn.then(readAll);
      turn = next.catch(() => {});
      return next;
    },
    async close() {
      closed = true;
      connection?.socket.destroy();
      await turn;
      connection?.socket.destroy(); // made by a read that was under way
    },
  };
}

interface Answer extends Block {
  buffer: Buffer;
}

/** Words by address, from the block that holds them whole. */
function wordSource(answers: readonly Answer[]): WordSource {
  return (address, count) => {
    const answer = answers.find(
      (block) => block.address <= address && address + count <= block.address + block.count,
    );
    if (!answer)
      throw new RangeError(`no block was read with registers ${address} to ${address + count - 1}`);
    const offset = 2 * (address - answer.address);
    return Array.from({ length: count }, (_, word) => answer.buffer.readUInt16BE(offset + 2 * word));
  };
}

async function connectTo(
  options: Options,
  timeoutMs: number,
  onEnd: (socket: Socket) => void,
): Promise<Connection> {
  const { host, port, unit } = options;
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  const ended = new Promise<never>((_, reject) => {
    socket.once('close', () => {
      onEnd(socket);
      reject(unreachable(options, 'it closed the connection'));
    });
  });
  ended.catch(() => {}); // a connection may end between two reads, when nobody waits for it
  await connected(socket, timeoutMs);
  socket.on('error', () => socket.destroy());
  const client = new modbus.default();
  await client.linkTCP(socket, { port });
  client.on('error', () => socket.destroy());
  client.setID(unit);
  client.setTimeout(timeoutMs);
  return { client, socket, ended };
}

function connected(socket: Socket, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => socket.destroy(new Error(`no connection within ${timeoutMs} ms`)),
      timeoutMs,
    );
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

function unreachable({ host, port }: Options, detail: string): AccessLayerError {
  return new AccessLayerError({
    code: 'LN_METER_UNREACHABLE',
    message: `no meter at ${host}:${port}: ${detail}; check power, cable, address and that no other client holds its connection`,
    retryable: true,
  });
}

/** The library's errors carry no codes of ours: a timeout has a name, an exception its Modbus code. */
function describe(error: unknown, { host, port, unit, timeoutMs = 2000 }: Options): AccessLayerError {
  if (error instanceof AccessLayerError) return error;
  const { name, modbusCode } = error as { name?: string; modbusCode?: number };
  const where = `meter at ${host}:${port} unit ${unit}`;
  if (name === 'TransactionTimedOutError') {
    const message = `${where} did not answer within ${timeoutMs} ms; check the unit number, or raise timeoutMs`;
    return new AccessLayerError({ code: 'LN_METER_TIMEOUT', message, retryable: true, cause: error });
  }
  if (modbusCode !== undefined) {
    const message = `${where} refused: ${messageOf(error)}; check that the profile fits the meter`;
    return new AccessLayerError({
      code: 'LN_METER_EXCEPTION',
      message,
      retryable: true,
      context: { modbusCode },
      cause: error,
    });
  }
  const message = `${where} gave a wrong answer: ${messageOf(error)}; the reading was dropped`;
  return new AccessLayerError({ code: 'LN_METER_ANSWER', message, retryable: true, cause: error });
}

const driver: MeterDriver<typeof options, 'modbus'> = {
  name: 'modbus-tcp',
  protocols: ['modbus'],
  options,
  create,
};
export default driver;
