import {
  type Acl,
  AclOperations,
  AclPermissionTypes,
  Admin,
  ResourcePatternTypes,
  ResourceTypes,
} from '@platformatic/kafka';
import type { KafkaStreamConfig } from '../../stream-config.ts';
import { clientOptions } from './client-options.ts';
import {
  partyRights,
  type Rights,
  SERVICE_TOPICS,
  SHARED_TOPICS,
  serviceRights,
  topicsOfParty,
} from './rights.ts';
import { createTopics } from './topics.ts';
import { unavailable } from './unavailable.ts';

const { READ, WRITE, DELETE } = AclOperations;
const OPERATION_NAMES: Record<number, string> = { [READ]: 'read', [WRITE]: 'write', [DELETE]: 'trim' };
const ANY = 1 as const;

/** One line of what somebody may do, for people. */
export interface Granted {
  principal: string;
  operation: string;
  resource: string;
}

/** Topics and access lists of a deployment, by an administrator of the brokers. */
export function openGrants(config: Omit<KafkaStreamConfig, 'name'>) {
  const admin = new Admin(clientOptions({ name: 'kafka', ...config }));
  const prefix = config.topicPrefix ?? '';
  const topics = createTopics(admin, prefix, config);

  async function listOf(principal: string | null): Promise<Acl[]> {
    const filter = {
      ...{ resourceType: ANY, resourceName: null, resourcePatternType: ANY, principal, host: null },
      ...{ operation: ANY, permissionType: ANY },
    } as const;
    const resources = await admin.describeAcls({ filter }).catch((error) => {
      throw unavailable('read the access lists', error);
    });
    return resources.flatMap(({ acls, ...target }) => acls.map((acl) => ({ ...target, ...acl })));
  }

  async function remove(acls: Acl[]): Promise<void> {
    if (acls.length === 0) return;
    await admin.deleteAcls({ filters: acls }).catch((error) => {
      throw unavailable('remove from the access lists', error);
    });
  }

  /** Leaves a principal with exactly these rights. */
  async function set(rights: Rights): Promise<void> {
    const wanted = aclsOf(rights, prefix);
    const there = await listOf(`User:${rights.principal}`);
    const isIn = (list: Acl[], acl: Acl) => list.some((other) => keyOf(other) === keyOf(acl));
    const missing = wanted.filter((acl) => !isIn(there, acl));
    if (missing.length > 0) {
      await admin.createAcls({ creations: missing }).catch((error) => {
        throw unavailable(`grant ${rights.principal} its rights`, error);
      });
    }
    await remove(there.filter((acl) => !isIn(wanted, acl) && !isShared(acl)));
  }

  const isShared = ({ resourceName }: Acl) => resourceName.startsWith(prefix + SHARED_TOPICS);

  /** Parties that have topics now. */
  async function parties(): Promise<string[]> {
    const [first] = topicsOfParty('');
    const begin = prefix + first;
    const names = await admin.listTopics({}).catch((error) => {
      throw unavailable('list topics', error);
    });
    return names.filter((name) => name.startsWith(begin)).map((name) => name.slice(begin.length));
  }

  return {
    parties,
    /** Makes the topics of the services and of these parties, beside those there are, and grants the rights. */
    async grant(added: readonly string[], onDone: (principal: string) => void): Promise<void> {
      const all = [...new Set([...(await parties()), ...added])].sort();
      for (const topic of [...SERVICE_TOPICS, ...all.flatMap(topicsOfParty)]) await topics.open(topic);
      for (const rights of [...serviceRights(all), ...all.map(partyRights)]) {
        await set(rights);
        onDone(rights.principal);
      }
    },
    /** Takes from parties all rights, and removes their topics with what is in them. */
    async withdraw(gone: readonly string[]): Promise<void> {
      const there = await parties();
      for (const party of gone) await remove(await listOf(`User:${party}`));
      const removed = gone.filter((party) => there.includes(party)).flatMap(topicsOfParty);
      if (removed.length > 0) {
        await admin.deleteTopics({ topics: removed.map((topic) => prefix + topic) }).catch((error) => {
          throw unavailable(`remove the topics of ${gone.join(', ')}`, error);
        });
      }
      for (const rights of serviceRights(there.filter((party) => !gone.includes(party)))) await set(rights);
    },
    /** Makes a topic that players exchange among themselves, and leaves it to exactly these. */
    async share(topic: string, writers: readonly string[], readers: readonly string[]): Promise<void> {
      const { name } = await topics.open(SHARED_TOPICS + topic);
      const there = (await listOf(null)).filter(({ resourceName }) => resourceName === name);
      const may = (operation: number) => (party: string) =>
        aclOf(party, operation, ResourceTypes.TOPIC, name, ResourcePatternTypes.LITERAL);
      const wanted = [...writers.map(may(WRITE)), ...readers.map(may(READ))];
      if (wanted.length > 0) {
        await admin.createAcls({ creations: wanted }).catch((error) => {
          throw unavailable(`share ${topic}`, error);
        });
      }
      await remove(there.filter((acl) => !wanted.some((other) => keyOf(other) === keyOf(acl))));
    },
    async granted(): Promise<Granted[]> {
      return (await listOf(null)).map(toGranted).sort((a, b) => (lineOf(a) < lineOf(b) ? -1 : 1));
    },
    close: () => admin.close(),
  };
}

function aclsOf({ principal, reads, writes, trims, groups }: Rights, prefix: string): Acl[] {
  const topic = (operation: number) => (name: string) =>
    aclOf(principal, operation, ResourceTypes.TOPIC, prefix + name, ResourcePatternTypes.LITERAL);
  return [
    // After a failure a writer reads what the broker has taken.
    ...[...new Set([...reads, ...writes])].map(topic(READ)),
    ...writes.map(topic(WRITE)),
    ...trims.map(topic(DELETE)),
    ...groups.map((begin) =>
      aclOf(principal, READ, ResourceTypes.GROUP, prefix + begin, ResourcePatternTypes.PREFIXED),
    ),
  ];
}

function aclOf(principal: string, operation: number, type: number, name: string, pattern: number): Acl {
  return {
    ...{ principal: `User:${principal}`, host: '*', permissionType: AclPermissionTypes.ALLOW },
    ...{ resourceType: type, resourceName: name, resourcePatternType: pattern, operation },
  } as Acl;
}

function keyOf(acl: Acl): string {
  const { principal, host, operation, permissionType } = acl;
  const { resourceType, resourceName, resourcePatternType } = acl;
  return [principal, host, operation, permissionType, resourceType, resourcePatternType, resourceName].join(
    ' ',
  );
}

function toGranted({ principal, operation, resourceType, resourceName, resourcePatternType }: Acl): Granted {
  const kind = resourceType === ResourceTypes.GROUP ? 'group' : 'topic';
  const more = resourcePatternType === ResourcePatternTypes.PREFIXED ? '*' : '';
  return {
    principal: principal.replace(/^User:/, ''),
    operation: OPERATION_NAMES[operation] ?? `operation ${operation}`,
    resource: `${kind} ${resourceName}${more}`,
  };
}

function lineOf({ principal, resource, operation }: Granted): string {
  return `${principal} ${resource} ${operation}`;
}
