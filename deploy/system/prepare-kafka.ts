import { readFileSync } from 'node:fs';
import {
  AclOperations,
  type AclOperationValue,
  AclPermissionTypes,
  Admin,
  ResourcePatternTypes,
  ResourceTypes,
  type ResourceTypeValue,
  SASLMechanisms,
} from '@platformatic/kafka';
import { KAFKA_RIGHTS, type KafkaRights } from './kafka-rights.ts';

export interface KafkaAdministrator {
  brokers: string[];
  caFile: string;
  user: string;
  password: string;
}

const { READ, WRITE, CREATE, DESCRIBE, DELETE } = AclOperations;
const { TOPIC, GROUP } = ResourceTypes;

/** Gives every service what it needs and no more; those that are there stay. Answers how many there are. */
export async function prepareKafka({ brokers, caFile, user, password }: KafkaAdministrator): Promise<number> {
  const creations = Object.entries(KAFKA_RIGHTS).flatMap(([unit, rights]) =>
    rightsOf(`User:${unit}`, rights),
  );
  const admin = new Admin({
    ...{ clientId: 'access-layer-prepare', bootstrapBrokers: brokers, retries: 5 },
    tls: { ca: readFileSync(caFile, 'utf8') },
    sasl: { mechanism: SASLMechanisms.SCRAM_SHA_512, username: user, password },
  });
  try {
    await admin.createAcls({ creations });
    return creations.length;
  } finally {
    await admin.close();
  }
}

/** A topic is made by whoever is first; to make one is a right on its name. */
function rightsOf(principal: string, { writes, reads, trims = [], groups }: KafkaRights) {
  const right = (resourceType: ResourceTypeValue, resourceName: string, operation: AclOperationValue) => ({
    ...{ resourceType, resourceName, resourcePatternType: ResourcePatternTypes.LITERAL },
    ...{ principal, host: '*', operation, permissionType: AclPermissionTypes.ALLOW },
  });
  const each = (names: string[], operations: AclOperationValue[], type: ResourceTypeValue = TOPIC) =>
    names.flatMap((name) => operations.map((operation) => right(type, name, operation)));
  return [
    ...each(writes, [READ, WRITE, CREATE, DESCRIBE]),
    ...each(reads, [READ, CREATE, DESCRIBE]),
    ...each(trims, [DELETE]),
    ...each(groups, [READ], GROUP),
  ];
}
