import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { startProgram } from '@access-layer/engines/guarded-process';
import { installKafkaTools, type RunningKafka } from '@access-layer/engines/kafka';
import { ROOT } from '../source-files.ts';
import type { kafkaClients } from './kafka-clients.ts';

const DEPLOY = join(ROOT, 'deploy', 'kafka-connect');
const HEAP = ['-Xms64m', '-Xmx300m', '-XX:+UseSerialGC'];

/** Runs a standalone worker with the connector of `deploy/kafka-connect/file.json`, for aggregator-1. */
export async function startConnect(
  t: TestContext,
  clients: ReturnType<typeof kafkaClients>,
  engine: RunningKafka,
) {
  const lib = await installKafkaTools((line) => t.diagnostic(line));
  const { dir, caFile } = clients;
  const jaas = `org.apache.kafka.common.security.scram.ScramLoginModule required username="aggregator-1" password="${engine.passwordOf('aggregator-1')}";`;
  const offsets = join(dir, 'connect-offsets');
  const worker = readFileSync(join(DEPLOY, 'worker.properties'), 'utf8')
    .replace(/^bootstrap\.servers=.*$/m, `bootstrap.servers=${engine.brokers.join(',')}`)
    .replaceAll('/var/lib/kafka-connect/offsets', offsets)
    .replaceAll(/\$\{dir:\/run\/secrets:kafka-jaas\}/g, jaas)
    .replaceAll('/run/secrets/kafka-ca.pem', caFile)
    .replaceAll('/run/secrets', dir);
  const [workerFile, connectorFile, file] = [
    'worker.properties',
    'connector.json',
    'measurements.ndjson',
  ].map((name) => join(dir, name)) as [string, string, string];
  writeFileSync(workerFile, `${worker}listeners=http://127.0.0.1:0\n`, { mode: 0o600 });
  const connector = readFileSync(join(DEPLOY, 'file.json'), 'utf8');
  writeFileSync(connectorFile, connector.replace('/var/lib/kafka-connect/measurements.ndjson', file));
  const logFile = join(dir, 'connect.log');
  const log4j = join(dir, 'log4j2.properties');
  writeFileSync(
    log4j,
    'status = error\nappender.c.type = Console\nappender.c.name = c\nrootLogger.level = warn\nrootLogger.appenderRef.c.ref = c\n',
  );
  const args = [
    ...[...HEAP, `-Dlog4j2.configurationFile=${log4j}`, '-cp', `${lib}/*`],
    ...['org.apache.kafka.connect.cli.ConnectStandalone', workerFile, connectorFile],
  ];
  const running = await startProgram(
    { name: 'kafka-connect', command: 'java', args, logFile, cwd: dir },
    async () => true,
  );
  t.after(() => running.kill('SIGKILL'));
  return { file, logFile };
}
