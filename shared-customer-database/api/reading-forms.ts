import { type Reading, type ValueName, Values } from '@access-layer/core/payloads/measurement';
import { formatTime } from '@access-layer/core/time';
import { PARQUET } from '../exports/parquet.ts';
import { type Columns, csvText, type RowForm } from '../exports/row-text.ts';
import type { StoredPacket, StoredReading } from '../store.ts';
import type { Certified } from './certificate.ts';

export const READING_FORMS = ['application/json', 'application/x-ndjson', 'text/csv', PARQUET] as const;
/** The forms that are text; Parquet is made of the CSV. */
export type ReadingText = RowForm;

/** Every value that a meter may give has its column, so that files of different meters fit together. */
const VALUE_NAMES = Object.keys(Values.properties) as ValueName[];
export const READING_COLUMNS: Columns = {
  ...{ at: 'TIMESTAMPTZ', periodS: 'INTEGER', quality: 'VARCHAR', pod: 'VARCHAR', meter: 'VARCHAR' },
  ...{ role: 'VARCHAR', node: 'VARCHAR', seq: 'BIGINT', stage: 'VARCHAR', receivedAt: 'TIMESTAMPTZ' },
  ...{ payloadHash: 'VARCHAR', messageHash: 'VARCHAR', anchorer: 'VARCHAR', batch: 'BIGINT' },
  ...{ txHash: 'VARCHAR', blockNumber: 'BIGINT' },
  ...Object.fromEntries(VALUE_NAMES.map((name) => [name, typeOf(name)])),
};

/** Registers are whole numbers (formats 2). */
function typeOf(name: ValueName) {
  if (name === 'tariffBand') return 'VARCHAR';
  return /energy(Import|Export)/i.test(name) ? 'BIGINT' : 'DOUBLE';
}

/** One page: members of a JSON list, lines of JSON, or lines of CSV without the header. */
export function readingText(
  readings: StoredReading[],
  certify: (packet: StoredPacket) => Certified,
  form: ReadingText,
): string {
  if (form === 'text/csv') return toCsvLines(readings, certify).join('');
  const texts = toJsonTexts(readings, certify);
  if (form === 'application/json') return texts.join(',');
  return texts.length === 0 ? '' : `${texts.join('\n')}\n`;
}

/** Texts of the readings of one page as JSON objects: the signed text itself, with where it comes from put behind it. */
function toJsonTexts(readings: StoredReading[], certify: (packet: StoredPacket) => Certified): string[] {
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
function toCsvLines(readings: StoredReading[], certify: (packet: StoredPacket) => Certified): string[] {
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
