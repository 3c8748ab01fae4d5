import { TOPICS } from '@access-layer/core/record';
import { PARTY_TOPICS, partyTopic } from '../../party-topics.ts';

/** What a principal may do with topics and groups; names without the prefix of the deployment. */
export interface Rights {
  principal: string;
  reads: readonly string[];
  writes: readonly string[];
  /** Topics whose old records it removes. */
  trims: readonly string[];
  /** Begins of the names of its consumer groups. */
  groups: readonly string[];
}

const { packets, anchors, registry, anomalies, pods, statements, rotations, certificates } = TOPICS;
const { refusedStatements, erasureOrders, erasureReports } = TOPICS;
const ROUTER = 'shared-customer-database';
const [REQUESTS, ANSWERS, UNUSUAL_READS] = ['registry-requests', 'registry-answers', 'unusual-reads'];

/** Exactly what each service does on the stream: a service that does more is refused by the brokers. */
export const SERVICE_RIGHTS: readonly Rights[] = [
  {
    principal: 'blockchain-access-layer',
    reads: [registry, pods, certificates, statements, erasureOrders],
    writes: [packets, anchors, anomalies, rotations, refusedStatements, erasureReports],
    trims: [packets, anchors, anomalies, statements, refusedStatements],
    groups: ['blockchain-access-layer.', 'erasure-blockchain-access-layer.'],
  },
  {
    principal: ROUTER,
    reads: [registry, anomalies, refusedStatements, ANSWERS],
    // Packets and anchors: what was lost comes back from the archive.
    writes: [packets, anchors, pods, statements, REQUESTS, UNUSUAL_READS, erasureOrders, erasureReports],
    trims: [UNUSUAL_READS],
    groups: [
      ...['shared-customer-database.', 'scd-bindings.', 'scd-refusals.', 'party-topics.', 'events.'],
      ...['erasures.', 'erasure-measurements.', 'erasure-registry.'],
    ],
  },
  {
    principal: 'registrar',
    reads: [REQUESTS, erasureOrders],
    writes: [registry, ANSWERS, erasureReports],
    trims: [],
    groups: ['registrar.', 'erasure-registrar.'],
  },
  {
    principal: 'onboarding',
    reads: [registry, rotations, ANSWERS],
    writes: [certificates, REQUESTS],
    trims: [],
    groups: ['onboarding.'],
  },
];

/** All topics of the services, to be made before any of them starts. */
export const SERVICE_TOPICS: readonly string[] = [
  ...new Set(SERVICE_RIGHTS.flatMap(({ reads, writes }) => [...reads, ...writes])),
].sort();

/** A party reads its own topics in groups of its own, and writes nowhere. */
export function partyRights(party: string): Rights {
  return {
    principal: party,
    reads: topicsOfParty(party),
    writes: [],
    trims: [],
    groups: [`party.${party}.`],
  };
}

/** Of all services, the one that fills the topics of these parties included. */
export function serviceRights(parties: readonly string[]): Rights[] {
  const topics = parties.flatMap(topicsOfParty);
  return SERVICE_RIGHTS.map((rights) =>
    rights.principal === ROUTER
      ? { ...rights, writes: [...rights.writes, ...topics], trims: [...rights.trims, ...topics] }
      : rights,
  );
}

/** Begin of the names of topics that players exchange among themselves. */
export const SHARED_TOPICS = 'shared.';

export function topicsOfParty(party: string): string[] {
  return PARTY_TOPICS.map((topic) => partyTopic(topic, party));
}
