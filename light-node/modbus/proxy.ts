import { AccessLayerError } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import Type from 'typebox';
import type { Bus } from './bus.ts';
import { type ProxyRequest, startProxyServer } from './proxy-server.ts';

/** Configuration `meter.proxy` of a Light Node. */
export const ProxyConfig = Type.Object(
  {
    host: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'default 127.0.0.1; Modbus has no passwords, so open no more',
      }),
    ),
    port: Type.Integer({ minimum: 0, maximum: 65_535 }),
    functionCodes: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 127 }), {
        minItems: 1,
        uniqueItems: true,
        description: 'default 3 and 4, reading; others let a client change the meter',
      }),
    ),
    maxAgeMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 60_000,
        description: 'how old an answer may be that is given again',
      }),
    ),
    maxClients: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  { additionalProperties: false },
);
export type ProxyConfig = Type.Static<typeof ProxyConfig>;

/** Exception codes that a gateway answers with (Modbus Application Protocol V1.1b3, 7). */
const ILLEGAL_FUNCTION = 1;
const ILLEGAL_DATA_VALUE = 3;
const DEVICE_FAILURE = 4;
const PATH_UNAVAILABLE = 10;
const TARGET_FAILED = 11;

/** A unit that kept silent is not asked again for so long: each question in vain costs the bus a timeout. */
const SILENT_MS = 10_000;
const ANSWERS_KEPT = 256;

/**
 * Lets other programs read the meters of a bus by Modbus TCP while the node reads them too. The node's own readings go
 * first, clients take turns, and a block that was read just now (by anybody) is not read again within `maxAgeMs`.
 */
export async function startModbusProxy(
  bus: Bus,
  config: ProxyConfig,
  log: Log,
): Promise<{ port: number; close(): Promise<void> }> {
  const { host = '127.0.0.1', functionCodes = [3, 4], maxAgeMs = 0, maxClients = 16 } = config;
  const recent = createRecent(maxAgeMs);
  const silentUntilMs = new Map<number, number>();
  if (maxAgeMs > 0) bus.onAnswer(recent.keep);

  const onClient = () => {
    const client = { own: false };
    return async ({ unit, pdu }: ProxyRequest): Promise<Buffer> => {
      const fault = faultOf(pdu, functionCodes);
      if (fault !== undefined) return exception(pdu, fault);
      const known = recent.find(unit, pdu);
      if (known) return known;
      if ((silentUntilMs.get(unit) ?? 0) > performance.now()) return exception(pdu, TARGET_FAILED);
      try {
        return await bus.run(client, (line) => line.exchange(unit, pdu));
      } catch (error) {
        const code = codeOf(error);
        if (code === TARGET_FAILED) silentUntilMs.set(unit, performance.now() + SILENT_MS);
        return exception(pdu, code);
      }
    };
  };
  const server = await startProxyServer({ host, port: config.port, maxClients, onClient });
  log.info({ host, port: server.port, functionCodes, meter: bus.where }, 'modbus proxy listens');
  return server;
}

/** Requests that never reach the meter: what is not allowed, and reads that Modbus does not know. */
function faultOf(pdu: Buffer, functionCodes: readonly number[]): number | undefined {
  if (!functionCodes.includes(pdu[0]!)) return ILLEGAL_FUNCTION;
  if (pdu[0] !== 3 && pdu[0] !== 4) return undefined;
  const count = pdu.length === 5 ? pdu.readUInt16BE(3) : 0;
  return count >= 1 && count <= 125 ? undefined : ILLEGAL_DATA_VALUE;
}

function codeOf(error: unknown): number {
  if (!(error instanceof AccessLayerError)) return DEVICE_FAILURE;
  if (error.code === 'LN_METER_TIMEOUT') return TARGET_FAILED;
  return error.code === 'LN_METER_UNREACHABLE' ? PATH_UNAVAILABLE : DEVICE_FAILURE;
}

function exception(pdu: Buffer, code: number): Buffer {
  return Buffer.from([pdu[0]! | 0x80, code]);
}

/** Answers to reads, by unit and request, for as long as they are young. */
function createRecent(maxAgeMs: number) {
  const answers = new Map<string, { answer: Buffer; atMs: number }>();
  const key = (unit: number, pdu: Buffer) => `${unit} ${pdu.toString('hex')}`;
  return {
    keep(unit: number, pdu: Buffer, answer: Buffer): void {
      if ((pdu[0] !== 3 && pdu[0] !== 4) || answer[0] !== pdu[0]) return;
      answers.delete(key(unit, pdu));
      answers.set(key(unit, pdu), { answer: Buffer.from(answer), atMs: performance.now() });
      if (answers.size > ANSWERS_KEPT) answers.delete(answers.keys().next().value!);
    },
    find(unit: number, pdu: Buffer): Buffer | undefined {
      const found = answers.get(key(unit, pdu));
      return found && performance.now() - found.atMs <= maxAgeMs ? found.answer : undefined;
    },
  };
}
