import type { Identity } from '@access-layer/kit/pki';

/** Subject of the brokers' own certificates: what they are to each other. */
export const NODE_PRINCIPAL = 'kafka-node';

export type Listener = 'controller' | 'internal' | 'client';

export interface BrokerSettings {
  id: number;
  /** All brokers; each is a controller too. */
  ids: number[];
  /** `host:port` by which others reach a listener of a broker. */
  address: (listener: Listener, id: number) => string;
  /** `host:port` that a listener is bound to; its address where absent. */
  bind?: (listener: Listener) => string;
  dataDir: string;
  node: Identity;
  /** PEM of the authority of the brokers. */
  ca: string;
}

/** `server.properties` of one broker: KRaft, TLS between brokers, SCRAM over TLS for clients, nothing open by default. */
export function kafkaProperties(settings: BrokerSettings): string {
  return properties(serverProperties(settings));
}

function serverProperties({ id, ids, address, bind, dataDir, node, ca }: BrokerSettings) {
  const copies = ids.length;
  const own = (listener: Listener) => address(listener, id);
  const bound = bind ?? own;
  const tls = {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.certificate.chain': node.certificate,
    'ssl.keystore.key': node.key,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.certificates': ca,
  };
  return {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': ids.map((each) => `${each}@${address('controller', each)}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    listeners: `CONTROLLER://${bound('controller')},INTERNAL://${bound('internal')},CLIENT://${bound('client')}`,
    'advertised.listeners': `INTERNAL://${own('internal')},CLIENT://${own('client')}`,
    'inter.broker.listener.name': 'INTERNAL',
    'listener.security.protocol.map': 'CONTROLLER:SSL,INTERNAL:SSL,CLIENT:SASL_SSL',
    'listener.name.controller.ssl.client.auth': 'required',
    'listener.name.internal.ssl.client.auth': 'required',
    'listener.name.client.ssl.client.auth': 'none',
    'listener.name.client.sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.client.scram-sha-512.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    ...tls,
    'ssl.principal.mapping.rules': 'RULE:^CN=([^,]+).*$/$1/,DEFAULT',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:super;User:${NODE_PRINCIPAL}`,
    'allow.everyone.if.no.acl.found': 'false',
    'log.dirs': dataDir,
    'num.partitions': 6,
    'default.replication.factor': copies,
    'min.insync.replicas': copies === 3 ? 2 : 1,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': 6,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': copies === 3 ? 2 : 1,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': copies === 3 ? 2 : 1,
    'unclean.leader.election.enable': 'false',
    'auto.create.topics.enable': 'false',
    // Each copy is on disk before it counts: a power cut of all nodes at once loses nothing that was acknowledged.
    'log.flush.interval.messages': 1,
    // On a machine that is busy with other things, a shorter one takes live brokers for dead.
    'broker.session.timeout.ms': 10_000,
    'broker.heartbeat.interval.ms': 1000,
    'group.initial.rebalance.delay.ms': 0,
    'log.cleaner.dedupe.buffer.size': 16_777_216,
  };
}

/** A properties file escapes backslash and line feed. */
function properties(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(
      ([key, value]) => `${key}=${String(value).trim().replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n`,
    )
    .join('');
}
