import type { ConsumerSettings } from './consumer.ts';
import type { CreateConsumerBody } from './kafka-bodies.ts';
import { kafkaError } from './kafka-error.ts';
import { EMBEDDED_FORMATS, type EmbeddedFormat, isPlain } from './media-type.ts';

const RESETS = ['earliest', 'latest', 'none'] as const;
const MAX_REQUEST_TIMEOUT_MS = 60_000;
/** The bounds that Confluent sets for `fetch.min.bytes`; -1 is no minimum. */
const MAX_FETCH_MIN_BYTES = 10_000_000;

/** The settings of a new consumer, by Kafka's names and with Confluent's defaults. @throws 42204 */
export function consumerSettings(
  body: CreateConsumerBody,
  { requestTimeoutMs }: { requestTimeoutMs: number },
): ConsumerSettings {
  const reset = body['auto.offset.reset'] ?? 'latest';
  const offsetReset = RESETS.find((known) => known === String(reset).toLowerCase());
  if (!offsetReset) throw invalid('auto.offset.reset', reset, RESETS.join(', '));
  return {
    format: formatOf(body.format),
    offsetReset,
    autoCommit: truth('auto.commit.enable', body['auto.commit.enable'] ?? true),
    fetchMinBytes: whole('fetch.min.bytes', body['fetch.min.bytes'] ?? -1, -1, MAX_FETCH_MIN_BYTES),
    requestTimeoutMs: Math.min(
      MAX_REQUEST_TIMEOUT_MS,
      whole(
        'consumer.request.timeout.ms',
        body['consumer.request.timeout.ms'] ?? requestTimeoutMs,
        1,
        2 ** 31 - 1,
      ),
    ),
  };
}

function formatOf(format = 'binary'): ConsumerSettings['format'] {
  const known = EMBEDDED_FORMATS.find((name) => name === format.toLowerCase());
  if (!known) throw invalid('format', format, 'json, binary');
  if (isPlain(known as EmbeddedFormat)) return known as ConsumerSettings['format'];
  throw kafkaError(42204, `format ${known} needs a schema registry, which this deployment does not have`);
}

function truth(name: string, value: unknown): boolean {
  const text = String(value).toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid(name, value, 'true or false');
}

function whole(name: string, value: unknown, from: number, to: number): number {
  const number = typeof value === 'string' && /^-?\d{1,12}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= from && number <= to) return number;
  throw invalid(name, value, `a whole number from ${from} to ${to}`);
}

function invalid(name: string, value: unknown, expected: string) {
  return kafkaError(
    42204,
    `Invalid value ${String(value).slice(0, 100)} for configuration ${name}: expected ${expected}`,
  );
}
