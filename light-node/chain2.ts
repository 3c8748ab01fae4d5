import { createHash } from 'node:crypto';
import type { Values } from '@access-layer/core/payloads/measurement';
import { toNumber, toQuantity } from './decode.ts';
import type { MeterEvent, MeterReading } from './meter.ts';
import type { ProfileOf } from './profile.ts';
import type { Chain2Reading } from './profiles/chain2.ts';

/** What came from the gateway: `{"Chain2Data":{"Id","Ts","Meter","Type","Payload"}}`. */
export interface Chain2Data {
  Meter: string;
  Type: string;
  Ts?: unknown;
  Payload: Record<string, unknown>;
}

export interface Chain2Decoded {
  readings: MeterReading[];
  events: MeterEvent[];
}

/** A message that says a quarter-hour may come a little after its end; its registers are then not those of the boundary. */
const LATE_S = 60;
const AT_BOUNDARY_S = 1;
/** A meter whose time is so far ahead has a wrong clock, or we have. */
const AHEAD_MS = 60_000;

/** The message in a text of the gateway; undefined for anything else that it says (its state, its name). */
export function parseChain2(text: string): Chain2Data | undefined {
  const { Chain2Data: data } = (JSON.parse(text) ?? {}) as { Chain2Data?: Partial<Chain2Data> };
  const { Meter, Type, Payload } = data ?? {};
  if (typeof Meter !== 'string' || typeof Type !== 'string') return undefined;
  return { ...data, Meter, Type, Payload: isObject(Payload) ? Payload : {} };
}

/**
 * What a message becomes by the profile. Each part has a key made of what the message is about, so a message that the
 * gateway says again is recorded once. A type that the profile has not is an event `chain2-<type>` with all that came.
 */
export function decodeChain2(profile: ProfileOf<'chain2'>, data: Chain2Data, nowMs: number): Chain2Decoded {
  const { Meter, Type, Payload } = data;
  const message = Object.hasOwn(profile.messages, Type) ? profile.messages[Type] : undefined;
  if (!message) return { readings: [], events: [rawEvent(data, nowMs)] };
  const counter = Payload.EventsCounter === undefined ? '' : ` ${Payload.EventsCounter}`;
  const readings = message.readings.flatMap((part) => {
    const atS = toNumber(Payload[part.atField]);
    const reading = isTime(atS) && toReading(part, Payload, atS, profile.silentAfterS, nowMs);
    return reading ? [{ ...reading, key: keyOfReading(Meter, reading) }] : [];
  });
  if (message.event === undefined) {
    return readings.length > 0 ? { readings, events: [] } : { readings, events: [rawEvent(data, nowMs)] };
  }
  const atS = toNumber(Payload[message.atField ?? '']);
  if (!isTime(atS)) return { readings, events: [rawEvent(data, nowMs)] };
  const details = Object.fromEntries(
    Object.entries(Payload)
      .filter(([field]) => !message.leaveOut.includes(field))
      .map(([field, value]) => [field, typeof value === 'string' ? value.trim() : value]),
  );
  return {
    readings,
    events: [
      { event: message.event, atMs: 1000 * atS, details, key: `chain2 ${Meter} ${Type} ${atS}${counter}` },
    ],
  };
}

/** Two messages of one second may tell the same power: that is one reading. */
function keyOfReading(meter: string, { takenAtMs, periodS = 0, values }: MeterReading): string {
  return `chain2 ${meter} ${takenAtMs} ${periodS} ${Object.keys(values)}`;
}

function toReading(
  { periodS, values }: Chain2Reading,
  payload: Record<string, unknown>,
  atS: number,
  silentAfterS: number,
  nowMs: number,
): MeterReading | undefined {
  const lateS = periodS ? atS % periodS : 0;
  if (lateS > LATE_S) return undefined;
  const entries = values
    .filter(({ name }) => lateS <= AT_BOUNDARY_S || !/(Wh|Varh)$/.test(name))
    .map(({ name, field }) => [name, decodeField(name, payload[field])] as const)
    .filter(([, value]) => value !== undefined);
  if (entries.length === 0) return undefined;
  const takenAtMs = 1000 * (atS - lateS);
  const late = nowMs - takenAtMs > 1000 * silentAfterS;
  const ahead = takenAtMs - nowMs > AHEAD_MS;
  return {
    takenAtMs,
    values: Object.fromEntries(entries) as Values,
    ...(periodS !== undefined && { periodS }),
    ...(late && { quality: ['backfilled'] as const }),
    ...(ahead && { quality: ['measured', 'clock-unsynced'] as const }),
  };
}

/** Tariff bands are numbered, and known as F1 to F6. */
function decodeField(name: string, raw: unknown): number | string | undefined {
  const number = toNumber(raw);
  if (number === undefined) return undefined;
  if (name !== 'tariffBand') return toQuantity(name, number);
  return Number.isInteger(number) && number >= 1 && number <= 6 ? `F${number}` : undefined;
}

function rawEvent(data: Chain2Data, nowMs: number): MeterEvent {
  const raw = JSON.stringify(data);
  return {
    event: `chain2-${data.Type.toLowerCase()
      .replaceAll(/[^a-z0-9-]/g, '-')
      .slice(0, 50)}`,
    atMs: timeOfEnvelope(data.Ts) ?? nowMs,
    details: { raw: raw.toWellFormed() },
    key: `chain2 ${createHash('sha256').update(raw).digest('hex')}`,
  };
}

/** `YYYY/MM/DD HH:mm:ss`, UTC. */
function timeOfEnvelope(ts: unknown): number | undefined {
  const parts = typeof ts === 'string' ? /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(ts) : null;
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** 2017, when Chain 2 began, or later: before it a clock was never set. */
function isTime(atS: number | undefined): atS is number {
  return atS !== undefined && Number.isSafeInteger(atS) && atS > 1_483_228_800 && atS < 4_102_444_800;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
