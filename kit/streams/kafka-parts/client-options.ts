import { readFileSync } from 'node:fs';
import { SASLMechanisms } from '@platformatic/kafka';
import type { KafkaStreamConfig } from '../../stream-config.ts';

const CLIENT_ID = 'access-layer';

/** What every client of the library is made with. */
export function clientOptions({ brokers, caFile, user, passwordFile }: KafkaStreamConfig) {
  return {
    clientId: CLIENT_ID,
    bootstrapBrokers: brokers,
    // Unset, 0 and 1 retry for ever against a dead leader; what fails is tried again from outside with new metadata.
    retries: 2,
    retryDelay: 250,
    timeout: 10_000,
    strict: true,
    ...(caFile && { tls: { ca: readFileSync(caFile, 'utf8') } }),
    ...(user &&
      passwordFile && {
        sasl: {
          mechanism: SASLMechanisms.SCRAM_SHA_512,
          username: user,
          password: readFileSync(passwordFile, 'utf8').trim(),
        },
      }),
  };
}
