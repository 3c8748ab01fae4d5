import { isPacket, type Packet, type Payload, parsePayload } from './payload.ts';

/** A PoD in a time, all data of which are erased. Milliseconds, half-open. */
export interface ErasedPeriod {
  pod: string;
  fromMs: number;
  untilMs: number;
  /** When the erasure was confirmed: who reads what is left, hashes for example, is in the read ledger afterwards. */
  orderedAtMs: number;
}

/** Which PoD a message is about, and the instant that decides whose it is: the first that it speaks of. */
export interface ErasureSubject {
  pod: string;
  atMs: number;
  /** Of a message of the read ledger: when it was signed. */
  issuedAtMs?: number;
}

/**
 * What a signed message is about; undefined for messages that no erasure touches: what the market's parties state to each
 * other, verdicts, erasures themselves.
 */
export function erasureSubject(payload: Payload): ErasureSubject | undefined {
  if (isPacket(payload)) return { pod: payload.pod, atMs: Math.min(...instantsOf(payload)) };
  if (payload.type === 'set-point') return { pod: payload.pod, atMs: Date.parse(payload.from) };
  // All entries of one message are about one PoD and one holder of it.
  if (payload.type !== 'read-ledger') return undefined;
  const [first] = payload.reads;
  return first && { pod: first.pod, atMs: Date.parse(first.from), issuedAtMs: Date.parse(payload.issuedAt) };
}

/** As `erasureSubject`, of the text of a payload. */
export function erasureSubjectOf(text: string): ErasureSubject | undefined {
  const parsed = parsePayload(text);
  return parsed.ok ? erasureSubject(parsed.payload) : undefined;
}

/** Whether a message is to be erased: by its PoD and its first instant, however late it comes. */
export function isErased(periods: readonly ErasedPeriod[], subject: ErasureSubject | undefined): boolean {
  if (!subject) return false;
  const { pod, atMs, issuedAtMs = 0 } = subject;
  return periods.some(
    (period) =>
      period.pod === pod && period.fromMs <= atMs && atMs < period.untilMs && issuedAtMs < period.orderedAtMs,
  );
}

/** Instants that a packet speaks of, by the rule of `measurementDay`; of a measurement, one for each reading. */
export function instantsOf(packet: Packet): number[] {
  if (packet.type === 'measurement')
    return packet.readings.map(({ at, periodS }) => Date.parse(at) - (periodS ? 1 : 0));
  return [Date.parse(packet.type === 'key-rotation' ? packet.signedAt : packet.at)];
}
