import { TOPICS } from '@access-layer/core/record';

export interface KafkaRights {
  /** Written, and read again after a failure, as the end of a partition says what has arrived. */
  writes: string[];
  reads: string[];
  /** Of those, what it shortens when records are old. */
  trims?: string[];
  groups: string[];
}

const REQUESTS = 'registry-requests';
const ANSWERS = 'registry-answers';
const erasing = (part: string) => `erasure-${part}`;

/** What each service may do on Kafka; a principal has the name of its unit. */
export const KAFKA_RIGHTS: Record<string, KafkaRights> = {
  'blockchain-access-layer': {
    writes: [
      ...[TOPICS.packets, TOPICS.anchors, TOPICS.anomalies, TOPICS.rotations],
      ...[TOPICS.refusedStatements, TOPICS.erasureReports],
    ],
    reads: [TOPICS.statements, TOPICS.pods, TOPICS.certificates, TOPICS.registry, TOPICS.erasureOrders],
    trims: [TOPICS.packets, TOPICS.anchors, TOPICS.anomalies, TOPICS.statements, TOPICS.refusedStatements],
    groups: ['blockchain-access-layer', erasing('blockchain-access-layer')],
  },
  'shared-customer-database': {
    writes: [
      ...[TOPICS.statements, TOPICS.pods, REQUESTS, TOPICS.erasureOrders, TOPICS.erasureReports],
      // Days that come back from the archive.
      ...[TOPICS.packets, TOPICS.anchors],
    ],
    reads: [TOPICS.registry, TOPICS.anomalies, TOPICS.refusedStatements, ANSWERS],
    groups: [
      ...['shared-customer-database', 'scd-refusals', 'scd-bindings', 'erasures'],
      ...[erasing('measurements'), erasing('registry')],
    ],
  },
  registrar: {
    writes: [TOPICS.registry, ANSWERS, TOPICS.erasureReports],
    reads: [REQUESTS, TOPICS.erasureOrders],
    groups: ['registrar', erasing('registrar')],
  },
  onboarding: {
    writes: [REQUESTS, TOPICS.certificates],
    reads: [TOPICS.registry, TOPICS.rotations, ANSWERS],
    groups: ['onboarding'],
  },
};
