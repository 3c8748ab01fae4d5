import { type Reading, type ValueName, Values } from '@access-layer/core/payloads/measurement';
import { formatTime } from '@access-layer/core/time';
import type { StoredPacket, StoredReading } from '../store.ts';
import type { Certified } from './certificate.ts';

export const READING_FORMS = ['application/json', 'application/x-ndjson', 'text/csv'] as const;
export type ReadingForm = (typeof READING_FORMS)[number];

/** Every value that a meter may give has its column, so that files of different meters fit together. */
const VALUE_NAMES = Object.keys(Values.properties) as ValueName[];
const CSV_COLUMNS = [
  ...['at', 'periodS', 'quality', 'pod', 'meter', 'role', 'node', 'seq', 'stage', 'receivedAt'],
  ...['payloadHash', 'messageHash', 'anchorer', 'batch', 'txHash', 'blockNumber'],
  ...VALUE_NAMES,
];
export const CSV_HEADER = `${CSV_COLUMNS.join(',')}\r\n`;

/** Texts of the readings of one page as JSON objects: the signed text itself, with where it comes from put behind it. */
export function toJsonTexts(
  readings: StoredReading[],
  certify: (packet: StoredPacket) => Certified,
): string[] {
  const tails = new Map<StoredPacket, string>();
  return readings.map(({ text, packet }) => {
    let tail = tails.get(packet);
    if (tail === undefined) {
      const { meter, role, node, seq } = packet;
      tail = `,${JSON.stringify({ meter, role, node, seq, ...certify(packet) }).slice(1)}`;
      tails.set(packet, tail);
    }
    return text.slice(0, -1) + tail;
  });
}

/** Lines of RFC 4180, each with its end. Times in ISO 8601, several qualities with a space between them. */
export function toCsvLines(
  readings: StoredReading[],
  certify: (packet: StoredPacket) => Certified,
): string[] {
  const middles = new Map<StoredPacket, string>();
  return readings.map(({ text, packet }) => {
    const { at, periodS, quality, values } = JSON.parse(text) as Reading;
    let middle = middles.get(packet);
    if (middle === undefined) {
      middle = csvOf(packet, certify(packet));
      middles.set(packet, middle);
    }
    const measured = VALUE_NAMES.map((name) => values[name] ?? '');
    return `${at},${periodS ?? ''},${quality.join(' ')},${middle},${measured.join(',')}\r\n`;
  });
}

function csvOf(packet: StoredPacket, { stage, certificate }: Certified): string {
  const { pod, meter, role = '', node, seq, receivedAtMs, payloadHash, messageHash, batch } = packet;
  const { txHash = '', blockNumber = '' } = certificate.anchor ?? {};
  const texts = [pod, meter, role, node].map(csvText);
  return [
    ...[
      ...texts,
      seq,
      stage,
      formatTime(receivedAtMs),
      payloadHash,
      messageHash,
      batch.anchorer,
      batch.index,
    ],
    ...[txHash, blockNumber],
  ].join(',');
}

function csvText(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
