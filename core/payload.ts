import type Type from 'typebox';
import { Compile } from 'typebox/compile';
import { toUtf8 } from './bytes.ts';
import { MAX_PAYLOAD_BYTES } from './message.ts';
import { Activation } from './payloads/activation.ts';
import { Event } from './payloads/event.ts';
import { KeyRotation } from './payloads/key-rotation.ts';
import { Measurement } from './payloads/measurement.ts';
import {
  Erasure,
  isServiceMessage,
  ReadLedger,
  type ServiceMessage,
  serviceMessageFault,
  serviceMessageSchemas,
} from './payloads/service-message.ts';
import { SetPoint, setPointFault } from './payloads/set-point.ts';
import {
  Baseline,
  Dispute,
  isStatement,
  Order,
  Request,
  Result,
  Settlement,
  type Statement,
  statementFault,
  statementSchemas,
} from './payloads/statement.ts';
import { Verdict } from './payloads/verdict.ts';
import { measurementDay, parseTime } from './time.ts';

export type Packet = Measurement | Activation | Event | KeyRotation;
export type Payload = Packet | SetPoint | Verdict | Statement | ServiceMessage;
export type PayloadType = Payload['type'];

const schemas = {
  measurement: Compile(Measurement),
  activation: Compile(Activation),
  event: Compile(Event),
  'key-rotation': Compile(KeyRotation),
  'set-point': Compile(SetPoint),
  verdict: Compile(Verdict),
  order: Compile(Order),
  result: Compile(Result),
  request: Compile(Request),
  baseline: Compile(Baseline),
  settlement: Compile(Settlement),
  dispute: Compile(Dispute),
  'read-ledger': Compile(ReadLedger),
  erasure: Compile(Erasure),
} satisfies Record<PayloadType, { Check(value: unknown): boolean; Errors(value: unknown): Iterable<object> }>;

const PACKET_TYPES: readonly string[] = ['measurement', 'activation', 'event', 'key-rotation'];
const TIME_FIELDS = ['signedAt', 'at', 'from', 'until', 'issuedAt', 'expiresAt'] as const;
const ZERO_HASH = `0x${'00'.repeat(32)}`;

/** A `\ud83d` escape survives `JSON.stringify` only where the surrogate stands alone: not well-formed Unicode. */
const LONE_SURROGATE = /\\u[dD][89a-fA-F]/;

export type PayloadFault = 'malformed' | 'too-large' | 'unsupported-version';
export type ParsedPayload<T extends Payload = Payload> =
  | { ok: true; payload: T }
  | { ok: false; reason: PayloadFault; detail: string };

/**
 * Reads a payload in the one way it can be read: its text is exactly what `JSON.stringify` gives for it, it is an
 * object, and it has the keys of its version and type and no other. Never throws.
 */
export function parsePayload(text: string): ParsedPayload {
  if (text.length > MAX_PAYLOAD_BYTES || toUtf8(text).length > MAX_PAYLOAD_BYTES) {
    return { ok: false, reason: 'too-large', detail: `a payload has at most ${MAX_PAYLOAD_BYTES} bytes` };
  }
  const value = canonicalJson(text);
  if (value === undefined) return malformed('not the one canonical JSON spelling of an object');
  if (value.v !== 1) {
    return { ok: false, reason: 'unsupported-version', detail: `v is ${show(value.v)}; expected 1` };
  }
  const type = value.type;
  if (typeof type !== 'string' || !Object.hasOwn(schemas, type)) {
    return malformed(`type is ${show(type)}; expected one of ${Object.keys(schemas).join(', ')}`);
  }
  const schema = schemas[type as PayloadType];
  if (!schema.Check(value)) return malformed(firstError(schema.Errors(value)));
  const fault = faultBeyondSchema(value as unknown as Payload);
  return fault ? malformed(fault) : { ok: true, payload: value as unknown as Payload };
}

/** As `parsePayload`, for the types that a Light Node publishes. */
export function parsePacket(text: string): ParsedPayload<Packet> {
  const parsed = parsePayload(text);
  if (!parsed.ok) return parsed;
  if (!isPacket(parsed.payload))
    return malformed(`type is "${parsed.payload.type}"; a node does not publish that`);
  return { ok: true, payload: parsed.payload };
}

export function isPacket(payload: Payload): payload is Packet {
  return PACKET_TYPES.includes(payload.type);
}

function canonicalJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (JSON.stringify(value) !== text || LONE_SURROGATE.test(text)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined; // not JSON, or nested so deep that the parser gives up
  }
}

/** What a schema cannot say: dates that do not exist, one UTC day per packet, zero `prev` at the start. */
function faultBeyondSchema(payload: Payload): string | undefined {
  for (const field of TIME_FIELDS) {
    const time = (payload as Record<string, unknown>)[field];
    if (typeof time === 'string' && parseTime(time) === undefined) return `${field} ${time} is not a date`;
  }
  if ('prev' in payload && payload.seq === 0 && payload.prev !== ZERO_HASH)
    return 'prev of seq 0 is not zero';
  if (payload.type === 'set-point') return setPointFault(payload);
  if (isStatement(payload)) return statementFault(payload);
  if (isServiceMessage(payload)) return serviceMessageFault(payload);
  return payload.type === 'measurement' ? readingsFault(payload) : undefined;
}

function readingsFault({ readings }: Measurement): string | undefined {
  for (const { at } of readings) if (parseTime(at) === undefined) return `at ${at} is not a date`;
  const days = new Set(readings.map(measurementDay));
  return days.size > 1 ? `readings fall on several UTC days: ${[...days].join(', ')}` : undefined;
}

function firstError(errors: Iterable<object>): string {
  for (const error of errors) {
    const { instancePath = '', message = '' } = error as { instancePath?: string; message?: string };
    return `${instancePath || 'payload'} ${message}`;
  }
  return 'does not fit its schema';
}

function malformed(detail: string): { ok: false; reason: 'malformed'; detail: string } {
  return { ok: false, reason: 'malformed', detail };
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 80);
}

/** Schema objects by type, for documents and generators. */
export const payloadSchemas: Record<PayloadType, Type.TSchema> = {
  measurement: Measurement,
  activation: Activation,
  event: Event,
  'key-rotation': KeyRotation,
  'set-point': SetPoint,
  verdict: Verdict,
  ...statementSchemas,
  ...serviceMessageSchemas,
};
