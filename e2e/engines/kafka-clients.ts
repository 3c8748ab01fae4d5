import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KafkaUser, RunningKafka } from '@access-layer/engines/kafka';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { stringify } from 'yaml';

/** What programs of somebody need to reach a Kafka that runs: files with the authority, passwords and certificates. */
export function kafkaClients(engine: RunningKafka) {
  const dir = temporaryFolder('kafka-clients-');
  const caFile = join(dir, 'ca.pem');
  writeFileSync(caFile, engine.ca);
  const settings = { partitions: 3, replicas: 1 };

  function optionsOf(user: KafkaUser) {
    const passwordFile = join(dir, `${user}.password`);
    writeFileSync(passwordFile, engine.passwordOf(user), { mode: 0o600 });
    return { brokers: engine.brokers, caFile, user, passwordFile, ...settings };
  }

  return {
    dir,
    caFile,
    optionsOf,
    /** A file for the command `kafka`. */
    adminFile(): string {
      const file = join(dir, 'kafka.yaml');
      writeFileSync(file, stringify({ name: 'kafka', ...optionsOf('super') }));
      return file;
    },
  };
}
