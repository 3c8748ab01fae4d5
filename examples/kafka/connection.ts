import { readFileSync } from 'node:fs';
import { SASLMechanisms } from '@platformatic/kafka';

/** How a player reaches the brokers, from the environment; the operator gives him these. */
export function connection() {
  const { KAFKA_BROKERS, KAFKA_CA, KAFKA_USER, KAFKA_PASSWORD_FILE } = process.env;
  if (!KAFKA_BROKERS || !KAFKA_CA || !KAFKA_USER || !KAFKA_PASSWORD_FILE) {
    throw new Error('Set KAFKA_BROKERS (host:port,…), KAFKA_CA, KAFKA_USER and KAFKA_PASSWORD_FILE');
  }
  return {
    clientId: KAFKA_USER,
    bootstrapBrokers: KAFKA_BROKERS.split(','),
    tls: { ca: readFileSync(KAFKA_CA, 'utf8') },
    sasl: {
      mechanism: SASLMechanisms.SCRAM_SHA_512,
      username: KAFKA_USER,
      password: readFileSync(KAFKA_PASSWORD_FILE, 'utf8').trim(),
    },
    // 0 and 1 try for ever where a broker is down.
    retries: 2,
    strict: true,
  };
}
