import type { Payload } from '@access-layer/core/payload';
import { isStatement } from '@access-layer/core/payloads/statement';
import type { CertifiedRecord } from '@access-layer/core/record';
import type { StreamRecord } from '@access-layer/kit/stream';
import type { DataSet } from '../access/data-set.ts';
import type { CertifiedValue, RegistryChangeValue, UnusualReadValue } from './record-schemas.ts';
import type { ReleaseSubject } from './release.ts';

/** A record of one of our streams as the public topic shows it. */
export interface PublicRecord {
  topic: CertifiedTopicName;
  key: string;
  value: string;
  subject: ReleaseSubject;
}

export const CERTIFIED_TOPICS = {
  measurements: { stream: 'packets', description: 'Signed and sealed readings; key is the PoD' },
  activations: { stream: 'packets', description: 'What became of set-points at the devices; key is the PoD' },
  'set-points': { stream: 'packets', description: 'What the DSO asked of devices; key is the PoD' },
  'market-messages': {
    stream: 'packets',
    description:
      'Orders, results, requests, baselines, settlements and disputes; key is the PoD, or the party that states it',
  },
  anomalies: {
    stream: 'anomalies',
    description: 'Gaps, late packets, forks, clocks; key is the PoD, or the node',
  },
  'registry-changes': {
    stream: 'registry',
    description: 'Bindings of keys to nodes, PoDs and meters over time; key is the PoD, or the key itself',
  },
  'unusual-reads': {
    stream: 'unusual-reads',
    description: 'Entries of the read ledger that are pointed out to whose data was read; key is the PoD',
  },
} as const satisfies Record<string, { stream: string; description: string }>;
export type CertifiedTopicName = keyof typeof CERTIFIED_TOPICS;

const TOPIC_OF_PACKET: Partial<Record<Payload['type'], CertifiedTopicName>> = {
  measurement: 'measurements',
  activation: 'activations',
  'set-point': 'set-points',
};

/** The public form of a stream's record; undefined where no topic shows it. Never throws. */
export function toPublicRecord(stream: string, record: StreamRecord): PublicRecord | undefined {
  try {
    if (stream === 'packets') return fromPackets(record);
    if (stream === 'anomalies') return fromAnomalies(record);
    if (stream === 'unusual-reads') return fromUnusualReads(record);
    return stream === 'registry' ? fromRegistry(record) : undefined;
  } catch {
    return undefined; // what is no such record is nobody's event; ingest keeps it as evidence
  }
}

function fromPackets({ value }: StreamRecord): PublicRecord | undefined {
  const { payload: text, signature, receivedAt, batch } = JSON.parse(value) as CertifiedRecord;
  const payload = JSON.parse(text) as Payload;
  const topic = isStatement(payload) ? 'market-messages' : TOPIC_OF_PACKET[payload.type];
  if (!topic) return undefined;
  const subject = subjectOf(payload);
  const shown: CertifiedValue = { payload: text, signature, receivedAt, certificate: batch };
  return {
    topic,
    key: subject.pods[0] ?? subject.statement?.sender ?? '',
    value: JSON.stringify(shown),
    subject,
  };
}

const DATA_SET_OF: Partial<Record<Payload['type'], DataSet>> = {
  measurement: 'measurements',
  activation: 'activations',
  'set-point': 'set-points',
};

function subjectOf(payload: Payload): ReleaseSubject {
  const dataSet = DATA_SET_OF[payload.type];
  const [fromMs, untilMs] = periodOf(payload);
  const common = { certified: true, fromMs, untilMs, ...(dataSet ? { dataSet } : {}) };
  if (!isStatement(payload)) return { ...common, pods: 'pod' in payload ? [payload.pod] : [] };
  const { sender, recipients } = payload;
  const pods = 'pod' in payload ? [payload.pod] : 'pods' in payload ? [...(payload.pods ?? [])] : [];
  return { ...common, pods, statement: { type: payload.type, sender, recipients } };
}

/** Half-open, by the measurement times of readings: an interval's reading belongs to what lies before its end. */
function periodOf(payload: Payload): [number, number] {
  if (payload.type === 'measurement') {
    const times = payload.readings.map(({ at, periodS }) => Date.parse(at) - (periodS ? 1 : 0));
    return [Math.min(...times), Math.max(...times) + 1];
  }
  if ('from' in payload) return [Date.parse(payload.from), Date.parse(payload.until)];
  const at = Date.parse('at' in payload ? payload.at : 'issuedAt' in payload ? payload.issuedAt : '');
  return [at, at + 1];
}

function fromAnomalies({ value }: StreamRecord): PublicRecord {
  const { node, pod, at } = JSON.parse(value) as { node: string; pod?: string; at: number | string };
  const fromMs = typeof at === 'number' ? at : Date.parse(at);
  const subject = {
    certified: true,
    dataSet: 'events' as const,
    pods: pod ? [pod] : [],
    fromMs,
    untilMs: fromMs + 1,
  };
  return { topic: 'anomalies', key: pod ?? node, value, subject };
}

/** Of the time whose data was read: its holder of then is told, and no other. */
function fromUnusualReads({ value }: StreamRecord): PublicRecord {
  const { pod, from, until } = JSON.parse(value) as UnusualReadValue;
  const period = { fromMs: Date.parse(from), untilMs: Date.parse(until) };
  const subject = { certified: true, dataSet: 'reads' as const, pods: [pod], ...period };
  return { topic: 'unusual-reads', key: pod, value, subject };
}

function fromRegistry({ value, timestampMs }: StreamRecord): PublicRecord {
  const { salt: _salt, ...change } = JSON.parse(value) as RegistryChangeValue & { salt?: string };
  const pods = change.podCode ? [change.podCode] : [];
  const subject = {
    certified: true,
    dataSet: 'technical' as const,
    pods,
    fromMs: timestampMs,
    untilMs: timestampMs + 1,
  };
  return { topic: 'registry-changes', key: pods[0] ?? change.key, value: JSON.stringify(change), subject };
}
