/** What records are embedded as. Those with schemas are known, to be refused with the right code. */
export const EMBEDDED_FORMATS = ['json', 'binary', 'avro', 'jsonschema', 'protobuf'] as const;
export type EmbeddedFormat = (typeof EMBEDDED_FORMATS)[number];
export const PLAIN_FORMATS = ['json', 'binary'] as const;
export type PlainFormat = (typeof PLAIN_FORMATS)[number];

export const KAFKA_V2 = 'application/vnd.kafka.v2+json';
export const embeddedType = (format: PlainFormat) => `application/vnd.kafka.${format}.v2+json`;

/** `application/vnd.kafka[.embedded_format][.api_version]+json`; version 1 is taken, as Karapace takes it. */
const KAFKA_TYPE = /^application\/vnd\.kafka(?:\.(json|binary|avro|jsonschema|protobuf))?(?:\.v[12])?\+json$/;
const UNSPECIFIC_BODY = ['application/json', 'application/octet-stream'];
const UNSPECIFIC_ACCEPT = ['*/*', 'application/*', '*/json', 'application/json'];

export interface MediaType {
  /** The embedded format that it names, if it does. */
  format?: EmbeddedFormat;
  /** What to answer with, where it is asked for in `Accept`. */
  answer: string;
}

/** Reads a Content-Type; undefined where it is none of Kafka REST's. None at all counts as unspecific. */
export function readContentType(header: string | undefined): MediaType | undefined {
  const type = bare(header ?? 'application/json');
  return UNSPECIFIC_BODY.includes(type) ? { answer: type } : kafkaType(type);
}

/** The best acceptable type by weight; undefined where none is. */
export function readAccept(header: string | undefined): MediaType | undefined {
  const wanted = (header || '*/*')
    .split(',')
    .map((entry) => ({ type: bare(entry), weight: weightOf(entry) }));
  wanted.sort((a, b) => b.weight - a.weight);
  for (const { type, weight } of wanted) {
    if (weight === 0) continue;
    if (UNSPECIFIC_ACCEPT.includes(type)) return { answer: type === 'application/json' ? type : KAFKA_V2 };
    const found = kafkaType(type);
    if (found) return found;
  }
  return undefined;
}

export function isPlain(format: EmbeddedFormat): format is PlainFormat {
  return (PLAIN_FORMATS as readonly string[]).includes(format);
}

function kafkaType(type: string): MediaType | undefined {
  const match = KAFKA_TYPE.exec(type);
  if (!match) return undefined;
  const format = match[1] as EmbeddedFormat | undefined;
  return { answer: KAFKA_V2, ...(format ? { format } : {}) };
}

function bare(entry: string): string {
  return entry.split(';')[0]!.trim().toLowerCase();
}

function weightOf(entry: string): number {
  const weight = Number(/;\s*q\s*=\s*([\d.]+)/i.exec(entry)?.[1] ?? 1);
  return Number.isFinite(weight) ? weight : 0;
}
