import type { Holding } from './consumer-group.ts';
import type { FetchedRecord } from './fetch-records.ts';
import type { PlainFormat } from './media-type.ts';
import type { EventRecord } from './topic.ts';

/** The JSON texts of records in a consumer's format, and the partitions in which one stands that has none. */
export interface Encoded {
  texts: string[];
  shown: FetchedRecord[];
  stuck: Map<Holding, { offset: number; reason: string }>;
}

/** Records behind one that cannot be shown in the format stay for later: the client must step over it itself. */
export function encodeRecords(records: readonly FetchedRecord[], format: PlainFormat): Encoded {
  const encoded: Encoded = { texts: [], shown: [], stuck: new Map() };
  for (const fetched of records) {
    if (encoded.stuck.has(fetched.holding)) continue;
    const { record, topic } = fetched;
    const key = encodeKey(record.key, format);
    const value = encodeValue(record.value, format);
    if (key === undefined || value === undefined) {
      const what = key === undefined ? 'key' : 'value';
      const reason = `the ${what} of ${topic}-${record.partition} at offset ${record.offset} is not JSON; seek past it`;
      encoded.stuck.set(fetched.holding, { offset: record.offset, reason });
      continue;
    }
    encoded.texts.push(recordText(topic, record, key, value));
    encoded.shown.push(fetched);
  }
  return encoded;
}

function recordText(topic: string, record: EventRecord, key: string, value: string): string {
  const { partition, offset, timestampMs, headers } = record;
  const head = `{"topic":${JSON.stringify(topic)},"key":${key},"value":${value},"partition":${partition}`;
  const tail = headers ? `,"headers":${JSON.stringify(headers)}}` : '}';
  return `${head},"offset":${offset},"timestamp":${timestampMs}${tail}`;
}

/** JSON text of a key; undefined where it has none in this format. A text key is what it is, not JSON. */
export function encodeKey(key: EventRecord['key'], format: PlainFormat): string | undefined {
  if (key === null) return 'null';
  if (format === 'binary') return base64(key);
  return typeof key === 'string' ? JSON.stringify(key) : jsonText(key);
}

/** JSON text of a value; undefined where it has none in this format. A text value is JSON already. */
export function encodeValue(value: EventRecord['value'], format: PlainFormat): string | undefined {
  if (value === null) return 'null';
  if (format === 'binary') return base64(value);
  return typeof value === 'string' ? value : jsonText(value);
}

function base64(data: string | Uint8Array): string {
  return `"${Buffer.from(data as Uint8Array).toString('base64')}"`;
}

function jsonText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}
